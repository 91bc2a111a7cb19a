package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MinHashSketchTest {

    private static MinHashSketch sketch(String body) {
        return MinHashSketch.of(new WireRequest("POST", "/x", PythonTable.json(body.replace('\'', '"'))));
    }

    private static String words(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "word" + i * i).collect(Collectors.joining(" "));
    }

    @Test
    void isMostLikeItself() {
        MinHashSketch sketch = sketch("{'model':'m','a':'one longer text','b':'a short one'}");

        assertThat(sketch.likeness(sketch)).isEqualTo(40);
    }

    @Test
    void aRequestWithoutABodyHasAnEmptySketch() {
        assertThat(MinHashSketch.of(new WireRequest("GET", "/x", null))).isEqualTo(new MinHashSketch(0, 0, 0, 0));
    }

    @Test
    void countsEachBucketTheModelAndBothLongestTexts() {
        MinHashSketch none = new MinHashSketch(0, 1, 2, 3);

        assertThat(none.likeness(0, 1, 2, 3)).isEqualTo(16 + 10 + 10 + 4);
        assertThat(none.likeness(0, 9, 2, 3)).isEqualTo(16 + 10 + 4);
        assertThat(none.likeness(0, 1, 9, 3)).isEqualTo(16 + 10 + 4);
        assertThat(none.likeness(0, 1, 2, 9)).isEqualTo(16 + 10 + 10);
        assertThat(new MinHashSketch(0, 0, 0, 3).likeness(0, 0, 0, 9)).isEqualTo(16);
        for (int bit = 0; bit < 64; bit++) {
            assertThat(none.likeness(1L << bit, 9, 9, 9)).as("bit " + bit).isEqualTo(15);
        }
        assertThat(none.likeness(-1L, 9, 9, 9)).isZero();
        assertThat(none.likeness(0x3000_0000_0000_0006L, 9, 9, 9)).isEqualTo(14);
    }

    @Test
    void remembersTheTwoLongestTextsAndTheModel() {
        MinHashSketch sketch = sketch("{'model':'m','a':'aaaa','b':'bbbbbb','c':'ccccc','d':'d'}");

        assertThat(sketch.longest()).isEqualTo("bbbbbb".hashCode());
        assertThat(sketch.second()).isEqualTo("ccccc".hashCode());
        assertThat(sketch.model()).isEqualTo("m".hashCode());
        assertThat(sketch("{'model':1}").model()).isZero();
    }

    @Test
    void takesTheLastOfTextsThatAreEquallyLong() {
        MinHashSketch sketch = sketch("['aaa','bbb','cc','dd']");

        assertThat(sketch.longest()).isEqualTo("bbb".hashCode());
        assertThat(sketch.second()).isEqualTo("aaa".hashCode());
        assertThat(sketch("['aaa','bb','cc']").second()).isEqualTo("cc".hashCode());
    }

    @Test
    void aTextWhoseHashIsZeroCountsAsAText() {
        assertThat("f5a5a608".hashCode()).isZero();
        assertThat(sketch("'f5a5a608'").longest()).isEqualTo(1);
    }

    @Test
    void agreesInAboutThePartOfTheWordsThatAreShared() {
        MinHashSketch all = sketch("['" + words(0, 400) + "']");

        assertThat(all.likeness(sketch("['" + words(20, 420) + "']"))).isBetween(4 + 11, 4 + 16);
        assertThat(all.likeness(sketch("['" + words(1000, 1400) + "']"))).isBetween(4, 4 + 5);
    }

    @Test
    void looksOnlyAtTheEndsOfALongText() {
        String begin = words(0, 900).substring(0, 8192);
        String end = words(2000, 2900).substring(0, 8192);

        assertThat(sketch("['" + begin + " " + words(4000, 5000) + " " + end + "']")
                        .words())
                .isEqualTo(sketch("['" + begin + " " + words(6000, 7000) + " " + end + "']")
                        .words());
    }

    @Test
    void numbersAndWordsOfJsonCountWithTheirKey() {
        long number = sketch("{'a':1}").words();

        assertThat(number).isNotZero();
        assertThat(sketch("{'a':1.0}").words()).isEqualTo(number);
        assertThat(sketch("{'a':[1]}").words()).isEqualTo(number);
        assertThat(IntStream.of(1, 2, 3, 4)
                        .mapToObj(i -> sketch("{'a" + i + "':true,'b':1}").words()))
                .doesNotHaveDuplicates();
        assertThat(Stream.of("true", "false", "null")
                        .map(word -> sketch("{'key':" + word + "}").words()))
                .doesNotHaveDuplicates();
    }

    /** Sketches live as long as a build, but who makes them faster must not make them others. */
    @Test
    void staysWhatItIs() {
        MinHashSketch sketch = sketch("{'model':'gpt','n':3,'t':0.25,'s':true,'f':false,'z':null,'messages':["
                + "{'content':'the quick brown fox jumps over the lazy dog'},{'content':'"
                + "pneumonoultramicroscopicsilicovolcanoconiosis  twice'}]}");

        assertThat(Long.toHexString(sketch.words())).isEqualTo("70dc82001502ff64");
        assertThat(Long.toHexString(sketch("'" + words(0, 60) + "'").words())).isEqualTo("b2536e3132248a7b");
    }
}
