package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedFailuresTest {

    @TempDir
    private Path directory;

    @Test
    void namesFilesAndStatusOfFailuresAlone() throws IOException {
        write("a.json", "\"body\": {\"ok\": true}");
        write("b.json", "\"status\": 503, \"body\": {\"error\": \"busy\"}");
        write("c.json", "\"status\": 400, \"body\": {\"error\": \"what the request is for\"}");
        write("d.json", "\"body\": {\"status\": 503}");
        write("e.json", "\"status\": 200, \"body\": {\"half\": 1}, \"cut\": true");

        assertThat(among("a.json", "b.json", "c.json", "d.json", "e.json").shown())
                .containsExactly("b.json (status 503)", "e.json (broken off)");
    }

    @Test
    void aSentenceNamesAFew() {
        List<String> shown = List.of("1 (status 401)", "2 (status 429)", "3 (broken off)", "4 (status 500)");

        assertThat(new RecordedFailures(shown).sentence("failure", "failures"))
                .contains("4 failures: 1 (status 401), 2 (status 429), 3 (broken off) and 1 more."
                        + " If that is not meant, delete them and record again.");
        assertThat(new RecordedFailures(List.of()).sentence("failure", "failures"))
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsPassedOver() throws IOException {
        Files.writeString(directory.resolve("torn.json"), "{\"status\": 503");

        assertThat(among("torn.json", "missing.json").shown()).isEmpty();
    }

    private RecordedFailures among(String... paths) throws IOException {
        try (RecordingStore store = RecordingStore.open(directory, request -> List.of(), problem -> {})) {
            store.startIndexing();
            return RecordedFailures.among(store, List.of(paths));
        }
    }

    private void write(String name, String response) throws IOException {
        Files.writeString(directory.resolve(name), """
            {
              "test_id": null,
              "request": {"test_id": null, "url": "https://acme.example/x", "method": "GET", "payload": null},
              "response": {%s}
            }
            """.formatted(response));
    }
}
