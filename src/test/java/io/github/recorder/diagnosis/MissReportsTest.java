package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MissReportsTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path directory;

    private final List<String> problems = new ArrayList<>();

    @Test
    void numbersTheMissesAndWritesEachOnce() throws IOException {
        MissReports reports =
                MissReports.in(directory.resolve("a/misses"), "target/misses", Instant.EPOCH, problems::add);
        assertThat(reports.write(miss("x"), SecretScan.BUILT_IN)).isEqualTo("target/misses/1-0123456789ab.txt");
        assertThat(reports.write(miss("y"), SecretScan.BUILT_IN)).isEqualTo("target/misses/2-0123456789ab.txt");
        assertThat(reports.write(miss("x"), SecretScan.BUILT_IN)).isEqualTo("target/misses/1-0123456789ab.txt");
        assertThat(Files.readString(directory.resolve("a/misses/1-0123456789ab.txt")))
                .startsWith("No recording answers this request.");
        assertThat(problems).isEmpty();
    }

    @Test
    void deletesReportsOfEarlierBuildsAndNothingElse() throws IOException {
        Instant build = Instant.parse("2026-01-01T10:00:00Z");
        for (String name : List.of("1-0123456789ab.txt", "2-0123456789ab.txt", "notes.txt")) {
            Files.writeString(directory.resolve(name), "");
            Files.setLastModifiedTime(directory.resolve(name), FileTime.from(build.minusSeconds(1)));
        }
        Files.setLastModifiedTime(directory.resolve("2-0123456789ab.txt"), FileTime.from(build));

        MissReports.in(directory, "target/misses", build, problems::add);

        assertThat(directory.resolve("1-0123456789ab.txt")).doesNotExist();
        assertThat(directory.resolve("2-0123456789ab.txt")).as("of this build").exists();
        assertThat(directory.resolve("notes.txt")).as("not a report").exists();
        assertThat(problems).isEmpty();
    }

    @Test
    void writesABoundedNumber() throws IOException {
        MissReports reports = MissReports.in(directory, "d", Instant.EPOCH, problems::add);
        for (int i = 0; i < 300; i++) {
            reports.write(miss("x" + i), SecretScan.BUILT_IN);
        }
        assertThat(directory.toFile().list()).hasSize(200);
        assertThat(reports.write(miss("one more"), SecretScan.BUILT_IN)).isNull();
        assertThat(reports.write(miss("x7"), SecretScan.BUILT_IN)).startsWith("d/8-");
    }

    @Test
    void saysOnceThatItCannotWrite() throws IOException {
        Files.writeString(directory.resolve("file"), "in the way");
        MissReports reports = MissReports.in(directory.resolve("file"), "target/misses", Instant.EPOCH, problems::add);
        assertThat(reports.write(miss("x"), SecretScan.BUILT_IN)).isNull();
        assertThat(reports.write(miss("y"), SecretScan.BUILT_IN)).isNull();
        assertThat(problems).hasSize(1).first().asString().contains("target/misses");
    }

    @Test
    void writesNothingWithoutADirectory() {
        assertThat(MissReports.none().write(miss("x"), SecretScan.BUILT_IN)).isNull();
    }

    private static Miss miss(String text) {
        return new Miss(
                "POST",
                "/v1/chat/completions",
                Json.mapper().createObjectNode().put("text", text),
                null,
                new RequestIdentity(HASH, "{}", true),
                new Miss.Why.NothingRecorded(),
                "src/test/recordings",
                0,
                List.of(),
                List.of(),
                null);
    }
}
