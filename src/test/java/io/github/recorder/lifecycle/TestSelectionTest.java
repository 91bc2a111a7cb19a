package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.diagnosis.TestSelection;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.recording.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestSelectionTest {

    private static final String FAILSAFE = "failsafe:integration-test@default";
    private static final String SUREFIRE = "surefire:test@default-test";

    private static @Nullable TestSelection selection(
            List<String> executions, String modules, @Nullable String failsafe) {
        List<RunHeader.Detail> details = List.of(
                new RunHeader.Detail(RunHeader.MODULES, modules),
                new RunHeader.Detail(RunHeader.FAILSAFE, failsafe == null ? "" : failsafe));
        return RunReporter.selection(new RunHeader(
                "run",
                "0.1.0",
                RunHeader.START,
                "acme:shop",
                "/shop",
                "/shop/src/test/recordings",
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                RunHeader.REPLAY,
                "prefer",
                List.of(),
                FilterReach.NOTHING,
                null,
                executions,
                List.of(),
                Json.mapper().createObjectNode(),
                details));
    }

    @ParameterizedTest
    @CsvSource({
        "2.12.4, it",
        "2.22.2, it",
        "3.0.0-M9, it",
        "3.0.0, failsafe",
        "3.5.6, failsafe",
        "22.0, failsafe",
        ", failsafe"
    })
    void modulesWithoutTheTestDoNotFail(@Nullable String failsafe, String prefix) {
        assertThat(selection(List.of(FAILSAFE), "3", failsafe))
                .isEqualTo(new TestSelection("it.test", " -D" + prefix + ".failIfNoSpecifiedTests=false"));
        assertThat(selection(List.of(SUREFIRE), "3", failsafe))
                .isEqualTo(new TestSelection("test", " -Dsurefire.failIfNoSpecifiedTests=false"));
    }

    @Test
    void oneModuleHasTheTest() {
        assertThat(selection(List.of(FAILSAFE), "1", "3.5.6")).isEqualTo(new TestSelection("it.test", ""));
        assertThat(selection(List.of(FAILSAFE), "", null)).isEqualTo(new TestSelection("it.test", ""));
    }

    @Test
    void noPropertySelectsTestsOfBothPlugins() {
        assertThat(selection(List.of(FAILSAFE, SUREFIRE), "1", "3.5.6")).isNull();
        assertThat(selection(List.of(), "1", null)).isNull();
    }
}
