package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        MissReports reports = MissReports.in(directory.resolve("a/misses"), "target/misses", problems::add);
        assertThat(reports.write(miss("x"), SecretScan.BUILT_IN)).isEqualTo("target/misses/1-0123456789ab.txt");
        assertThat(reports.write(miss("y"), SecretScan.BUILT_IN)).isEqualTo("target/misses/2-0123456789ab.txt");
        assertThat(reports.write(miss("x"), SecretScan.BUILT_IN)).isEqualTo("target/misses/1-0123456789ab.txt");
        assertThat(Files.readString(directory.resolve("a/misses/1-0123456789ab.txt")))
                .startsWith("No recording answers this request.");
        assertThat(problems).isEmpty();
    }

    @Test
    void writesABoundedNumber() throws IOException {
        MissReports reports = MissReports.in(directory, "d", problems::add);
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
        MissReports reports = MissReports.in(directory.resolve("file"), "target/misses", problems::add);
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
                List.of());
    }
}
