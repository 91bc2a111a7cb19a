package io.github.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestReportsTest {

    private final Instant now = Instant.now();

    @TempDir
    private Path target;

    private Path directory;

    @BeforeEach
    void makeReports() throws IOException {
        directory = Files.createDirectory(target.resolve("failsafe-reports"));
    }

    private Path report(String name, String xml) throws IOException {
        return Files.writeString(directory.resolve(name), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml);
    }

    private List<LedgerEvent> read() throws IOException {
        return TestReports.read(List.of(directory, directory.resolve("none")), now.minus(Duration.ofMinutes(1)));
    }

    @Test
    void countsByClass() throws IOException {
        report("TEST-acme.AIT.xml", """
                <testsuite name="acme.AIT" tests="5" errors="1" skipped="2" failures="1">
                  <testcase name="a" classname="acme.AIT"/>
                  <testcase name="p(String)[2]" classname="acme.AIT"><skipped message="off"/></testcase>
                  <testcase name="f{int}[1]" classname="acme.AIT"><failure>x</failure></testcase>
                  <testcase name="" classname="acme.AIT"><error>x</error></testcase>
                  <testcase name="flaky" classname="acme.AIT"><flakyFailure>x</flakyFailure></testcase>
                  <testcase name="n" classname="acme.AIT$Inner"/>
                </testsuite>""");

        assertThat(read())
                .containsExactly(
                        new LedgerEvent.Report("failsafe", "acme.AIT", 5, 1, 1),
                        new LedgerEvent.Report("failsafe", "acme.AIT$Inner", 1, 0, 0));
    }

    @Test
    void tellsOfACrashThatOnlyTheSummaryKnows() throws IOException {
        report("failsafe-summary.xml", """
                <failsafe-summary result="254" timeout="false">
                  <completed>0</completed>
                  <failureMessage>org.apache.maven.surefire.booter.SurefireBooterForkException: The forked VM terminated
                without properly saying goodbye</failureMessage>
                </failsafe-summary>""");

        assertThat(read())
                .singleElement()
                .isInstanceOfSatisfying(
                        LedgerEvent.Crashed.class,
                        crash -> assertThat(crash.text()).contains("The forked VM terminated"));
    }

    @Test
    void passesOverReportsOfEarlierBuilds() throws IOException {
        Path old = report("TEST-acme.OldIT.xml", "<testsuite name=\"acme.OldIT\"/>");
        Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(1))));

        assertThat(read()).isEmpty();
    }

    @Test
    void saysWhichReportIsNoXml() throws IOException {
        report("TEST-acme.AIT.xml", "<testsuite");

        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("TEST-acme.AIT.xml");
    }
}
