package io.github.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingPathsTest {

    @Test
    void findsByNameWhatIsThereInAnyFolder() {
        RecordingPaths paths = new RecordingPaths(List.of("b/one.json", "one.json", "a/one.json", "a/done.json"));

        assertThat(paths.named("one.json")).containsExactly("a/one.json", "b/one.json", "one.json");
        assertThat(paths.named("done.json")).containsExactly("a/done.json");
        assertThat(paths.named("none.json")).isEmpty();
        assertThat(paths.list()).containsExactly("a/done.json", "a/one.json", "b/one.json", "one.json");
    }

    @Test
    void forgetsWhatIsRemoved() {
        RecordingPaths paths = new RecordingPaths(List.of("a/one.json"));
        paths.add("b/one.json");
        paths.remove("a/one.json");
        paths.remove("a/unknown.json");

        assertThat(paths.named("one.json")).containsExactly("b/one.json");
        paths.remove("b/one.json");
        assertThat(paths.named("one.json")).isEmpty();
        assertThat(paths.size()).isZero();
    }
}
