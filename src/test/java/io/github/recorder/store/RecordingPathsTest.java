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
    void keepsTheOrderWhenPathsAreAdded() {
        RecordingPaths paths = new RecordingPaths(List.of("b.json", "d.json"));
        assertThat(paths.list()).containsExactly("b.json", "d.json");
        paths.add("c.json");
        paths.add("a.json");
        paths.add("b.json");
        assertThat(paths.list()).containsExactly("a.json", "b.json", "c.json", "d.json");
        assertThat(paths.contains("c.json")).isTrue();
        paths.remove("b.json");
        assertThat(paths.list()).containsExactly("a.json", "c.json", "d.json");
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
        assertThat(paths.list()).isEmpty();
        assertThat(paths.size()).isZero();
    }
}
