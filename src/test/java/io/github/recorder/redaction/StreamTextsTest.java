package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import org.junit.jupiter.api.Test;

final class StreamTextsTest {

    private final StreamTexts texts = new StreamTexts();

    private void add(String chunk) {
        texts.add(Json.read(chunk.replace('\'', '"')));
    }

    @Test
    void joinsThePartsOfEachChoice() {
        add("{'choices': [{'index': 0, 'delta': {'content': 'a'}}, {'index': 1, 'delta': {'content': 'x'}}]}");
        add("{'choices': [{'index': 1, 'delta': {'content': 'y'}}]}");
        add("{'choices': [{'index': 0, 'delta': {'content': 'b'}}]}");

        assertThat(texts.all()).extracting(StreamTexts.Text::joined).containsExactly("ab", "xy");
        assertThat(texts.all())
                .extracting(StreamTexts.Text::pointer)
                .containsExactly("/choices/0/delta/content", "/choices/1/delta/content");
    }

    @Test
    void joinsThePartsOfEachKindOfEvent() {
        add("{'type': 'text', 'delta': 'a'}");
        add("{'type': 'thought', 'delta': 'x'}");
        add("{'type': 'text', 'delta': 'b'}");

        assertThat(texts.all()).extracting(StreamTexts.Text::joined).containsExactly("texttext", "ab", "thought", "x");
    }

    @Test
    void joinsTwoOfPartsThatAreAllAlike() {
        add("{'id': '1-', 'a/b': 'x'}");
        add("{'id': '1-', 'a/b': 'x'}");
        add("{'id': '1-', 'a/b': 'x'}");
        add("{'id': '1-', 'a/b': 'y'}");

        assertThat(texts.all()).extracting(StreamTexts.Text::joined).containsExactly("1-1-", "xxxy");
        assertThat(texts.all()).extracting(StreamTexts.Text::pointer).containsExactly("/id", "/a~1b");
    }

    @Test
    void joinsTheValuesInTheLinesOfAStream() {
        add("'data: {\\'text\\': \\'a\\'}'");
        add("'data:{\\'text\\': \\'b\\'}'");
        add("'\\u001e{\\'text\\': \\'c\\'}'");
        add("'data: no JSON'");

        assertThat(texts.all()).extracting(StreamTexts.Text::joined).containsExactly("abc", "no JSON");
    }
}
