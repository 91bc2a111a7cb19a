package io.github.recorder.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.check.CheckParts.WaitingRecording;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckPartsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    @Test
    void aPartIsWhatTheLimitsAllow() {
        List<WaitingRecording> waiting = List.of(
                new WaitingRecording("a", 10),
                new WaitingRecording("b", 10),
                new WaitingRecording("c", 999),
                new WaitingRecording("d", 25),
                new WaitingRecording("e", 1));
        CheckParts parts = CheckParts.of(
                waiting, new CheckOptions(0, 30, null, false, FailurePolicy.CHANGED, DAY, Duration.ofMinutes(5)));

        assertThat(parts.parts().stream()
                        .map(part -> part.stream().map(WaitingRecording::path).toList()))
                .containsExactly(List.of("a", "b"), List.of("d", "e", "c"));
        assertThat(parts.ordered())
                .containsExactlyInAnyOrderElementsOf(waiting)
                .startsWith(parts.parts().get(parts.first()).toArray(WaitingRecording[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"each day", "working days", "each week"})
    void everyPartIsFirstOnSomeDay(String schedule) {
        Predicate<LocalDate> runs = switch (schedule) {
            case "each day" -> day -> true;
            case "working days" -> day -> day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
            default -> day -> day.getDayOfWeek() == DayOfWeek.MONDAY;
        };
        for (int parts = 1; parts <= 60; parts++) {
            int count = parts;
            Set<Integer> first = new HashSet<>();
            DAY.datesUntil(DAY.plusYears(20))
                    .filter(runs)
                    .limit(3L * count)
                    .forEach(day -> first.add(CheckParts.first(day, count)));

            assertThat(first).as("of %d parts", count).hasSize(count);
        }
    }
}
