package io.github.recorder.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimedProgressTest {

    private final List<String> shown = new ArrayList<>();
    private final SettableClock clock = new SettableClock();

    @Test
    void aLogHasALineEveryFiveSecondsAndNoneForTheLastFile() {
        TimedProgress progress = new TimedProgress(ProgressOutput.lines(shown::add), clock);
        TimedProgress.Step step = progress.begin(12, "recordings read");
        for (int i = 0; i < 12; i++) {
            clock.advance(Duration.ofSeconds(1));
            step.count();
        }
        progress.clear();

        assertThat(shown).containsExactly("5 of 12 recordings read", "10 of 12 recordings read");
    }

    @Test
    void aShortStepSaysNothing() {
        TimedProgress progress = new TimedProgress(ProgressOutput.lines(shown::add), clock);
        TimedProgress.Step step = progress.begin(1000, "recordings read");
        for (int i = 0; i < 1000; i++) {
            clock.advance(Duration.ofMillis(4));
            step.count();
        }

        assertThat(shown).isEmpty();
    }

    @Test
    void aTerminalHasOneLineWhichIsUpdatedAndGoesAtTheEnd() {
        TimedProgress progress = new TimedProgress(ProgressOutput.updating(20, shown::add), clock);
        TimedProgress.Step step = progress.begin(3, "recordings read");
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMillis(200));
            step.count();
        }
        progress.clear();
        progress.clear();

        assertThat(shown)
                .containsExactly("\r\u001b[K1 of 3 recordings re", "\r\u001b[K2 of 3 recordings re", "\r\u001b[K");
    }

    @Test
    void whatIsPrintedInBetweenBeginsALineOfItsOwn() {
        TimedProgress progress = new TimedProgress(ProgressOutput.updating(80, shown::add), clock);
        progress.clear();
        clock.advance(Duration.ofSeconds(1));
        progress.show(() -> "half");
        progress.clear();
        clock.advance(Duration.ofMillis(100));
        progress.show(() -> "too soon");

        assertThat(shown).containsExactly("\r\u001b[Khalf", "\r\u001b[K");
    }
}
