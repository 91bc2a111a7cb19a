package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.git.GitCommands;
import io.github.recorder.store.RecordedDates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which recordings are too old, by git and by the list of dates. */
final class MaximumAgeTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    Path folder;

    private Path origin;
    private Path recordings;

    @BeforeEach
    void makeARepository() throws IOException {
        origin = Files.createDirectories(folder.resolve("origin"));
        GitCommands.run(origin, "init", "-q");
        recordings = origin.resolve("shop/recordings");
        write("old.json");
        commit("2025-01-01T00:00:00Z");
        write("a/new.json");
        commit("2026-11-01T00:00:00Z");
    }

    private void write(String path) throws IOException {
        Path file = recordings.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path + Files.exists(file));
    }

    private void commit(String date) throws IOException {
        GitCommands.run(origin, "add", ".");
        GitCommands.run(origin, "commit", "-q", "-m", "some", "--date=" + date);
    }

    private static MaximumAge.AgeFindings found(Path directory, String allowed) throws Exception {
        return MaximumAge.of(allowed).findings(RecordingAges.of(directory), NOW);
    }

    private static List<String> paths(List<RecordingAge> ages) {
        return ages.stream().map(RecordingAge::path).toList();
    }

    @ParameterizedTest
    @CsvSource({"180d, P180D", "26W, P182D", "1y, P1Y", "P6M, P6M", "' P1Y2M ', P1Y2M"})
    void anAgeIsANumberOfDaysWeeksOrYearsOrAPeriod(String text, Period period) throws Exception {
        assertThat(MaximumAge.of(text).period()).isEqualTo(period);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"180", "6m", "12h", "0d", "P0D", "-1d", "P-1D", "PT24H", "a lot", "9999999d", "P99999999999Y"})
    void anythingElseIsAnErrorThatSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> MaximumAge.of(text))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("<maxAge> (-Drecorder.maxAge) is " + text
                        + ". Give a number of days, weeks or years, as in 180d, 26w or 1y, or a period of ISO 8601,"
                        + " as in P6M.");
    }

    @Test
    void aRecordingIsAsOldAsTheCommitThatChangedItLast() throws Exception {
        MaximumAge.AgeFindings found = found(recordings, "180d");

        assertThat(found.unknown()).isEmpty();
        assertThat(found.sentence(MaximumAge.of("180d")))
                .hasValue("1 recording is older than 180d (<maxAge>, -Drecorder.maxAge). Record it again with"
                        + " -Drecorder.mode=record, or see with `mvn recorder:check` whether the services still say the"
                        + " same:\n  - old.json, made 2025-01-01");
        assertThat(paths(found(recordings, "10d").outdated())).containsExactly("old.json", "a/new.json");
        assertThat(found(recordings, "900000y").outdated()).isEmpty();
    }

    @Test
    void aChangeThatIsNotCommittedIsAsOldAsTheFile() throws Exception {
        write("old.json");
        write("uncommitted.json");
        Files.setLastModifiedTime(recordings.resolve("old.json"), FileTime.from(Instant.parse("2026-11-20T00:00:00Z")));
        Files.setLastModifiedTime(
                recordings.resolve("uncommitted.json"), FileTime.from(Instant.parse("2026-10-01T00:00:00Z")));

        MaximumAge.AgeFindings found = found(recordings, "30d");
        assertThat(paths(found.outdated())).containsExactly("uncommitted.json");
        assertThat(found.unknown()).isEmpty();
    }

    @Test
    void aShallowCloneFailsNothingByGuessing() throws Exception {
        Path clone = folder.resolve("clone");
        GitCommands.run(folder, "clone", "-q", "--depth=1", origin.toUri().toString(), clone.toString());

        MaximumAge.AgeFindings found = found(clone.resolve("shop/recordings"), "180d");
        assertThat(found.outdated()).isEmpty();
        assertThat(found.unknownSentence())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("the age of 2 recordings is unknown, so <maxAge> was not applied to them: this is a"
                                + " shallow clone"));
        assertThat(paths(found(clone.resolve("shop/recordings"), "10d").outdated()))
                .as("the date of a commit that merely has the files says nothing")
                .isEmpty();
    }

    @Test
    void whatGitDoesNotKnowIsUnknown() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.setLastModifiedTime(Files.writeString(outside.resolve("one.json"), "{}"), FileTime.fromMillis(0));

        MaximumAge.AgeFindings found = found(outside, "180d");
        assertThat(found.outdated()).isEmpty();
        assertThat(found.unknownSentence())
                .hasValue("the age of 1 recording is unknown, so <maxAge> was not applied to them: git does not know"
                        + " them. Commit them, or create an empty recorded-dates.txt in the recordings directory, which"
                        + " runs that record keep.");
    }

    @Test
    void theListOfDatesTakesPrecedence() throws Exception {
        Files.writeString(
                recordings.resolve("recorded-dates.txt"), "# days\n\n2026-11-26 old.json\n2020-02-02 a/new.json\n");

        assertThat(paths(found(recordings, "180d").outdated())).containsExactly("a/new.json");
    }

    @Test
    void aListThatIsNoneNamesItsLine() throws Exception {
        Files.writeString(recordings.resolve("recorded-dates.txt"), "2026-11-26 old.json\nyesterday a.json\n");

        assertThatThrownBy(() -> RecordingAges.of(recordings))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("recorded-dates.txt, line 2: not a day and a path, as in 2026-11-27 a/b.json");
    }

    @Test
    void aRunKeepsTheListOnlyIfItIsThere() throws Exception {
        LocalDate today = LocalDate.of(2026, 11, 27);
        RecordedDates.update(recordings, List.of("old.json"), today);
        assertThat(recordings.resolve("recorded-dates.txt")).doesNotExist();

        Files.writeString(recordings.resolve("recorded-dates.txt"), "2020-02-02 a/new.json\n2020-02-02 gone.json\n");
        RecordedDates.update(recordings, List.of("old.json"), today);
        assertThat(recordings.resolve("recorded-dates.txt"))
                .hasContent(
                        "# The days on which the recordings were made.\n2020-02-02 a/new.json\n2026-11-27 old.json");
    }
}
