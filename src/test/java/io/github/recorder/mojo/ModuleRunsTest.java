package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ModuleRunsTest {

    /** As in {@code mvn verify io.github.recorder:recorder-maven-plugin:prune}, where the pom names another version. */
    @Test
    void twoVersionsOfThePluginInOneBuildDoNotMeet() {
        Map<Object, Object> context = new HashMap<>();
        context.put(ModuleRuns.class.getName(), "the runs of another version");

        ModuleRuns runs = ModuleRuns.in(context);

        assertThat(runs.areRunning()).isFalse();
        assertThat(ModuleRuns.in(context)).isSameAs(runs);
    }
}
