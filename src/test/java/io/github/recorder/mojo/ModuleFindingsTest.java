package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What modules find together, and the names that {@code accept} looks for in them. */
final class ModuleFindingsTest {

    private final Map<String, Object> build = new HashMap<>();

    @Test
    void onlyTheLastModuleKnowsWhatAllFound() {
        assertThat(ModuleFindings.add(build, "accept", "one", 3, List.of("a"))).isEmpty();
        assertThat(ModuleFindings.add(build, "accept", "two", 3, List.of())).isEmpty();
        assertThat(ModuleFindings.add(build, "check", "one", 1, List.of())).hasValue(Set.of());
        assertThat(ModuleFindings.add(build, "accept", "three", 3, List.of("b")))
                .hasValue(Set.of("a", "b"));
    }

    @Test
    void namesThatAreNotGivenAreNotLookedFor() {
        assertThat(AcceptMojo.chosen(Arrays.asList("f7473d", null, " ", " f7473d ", "com.acme.ChatIT#*")))
                .containsExactly("f7473d", "com.acme.ChatIT#*");
        assertThat(AcceptMojo.chosen(Arrays.asList(null, null))).isEmpty();
        assertThat(AcceptMojo.chosen(null)).isEmpty();
    }
}
