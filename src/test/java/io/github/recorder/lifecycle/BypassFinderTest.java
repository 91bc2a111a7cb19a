package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.ProjectModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BypassFinderTest {

    private static final Instant BUILD = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant RUN = BUILD.plusSeconds(60);

    private static final String UNIT = "surefire:test@default-test";
    private static final String INTEGRATION = "failsafe:integration-test@default";
    private static final ExecutionOrder USUAL = new ExecutionOrder(List.of(UNIT), List.of(INTEGRATION), List.of());

    /** This class has the name of a service's property among its constants; the other names no service. */
    private static final String CALLING = "io.github.recorder.lifecycle.BypassFinderTest";

    private static final String OTHER = "io.github.recorder.lifecycle.CloseStackTest";
    private static final String PROPERTY = "recorder.openai.url";

    @TempDir
    private Path directory;

    private ProjectModule module;

    @BeforeEach
    void compile() throws IOException {
        module = new ProjectModule(
                "acme:it", directory, directory.resolve("target"), directory.resolve("classes"), directory, List.of());
        for (String name : List.of(CALLING, OTHER)) {
            String path = name.replace('.', '/') + ".class";
            Path file = directory.resolve("classes").resolve(path);
            Files.createDirectories(file.getParent());
            try (InputStream in = BypassFinderTest.class.getClassLoader().getResourceAsStream(path)) {
                Files.write(file, in.readAllBytes());
            }
        }
    }

    @Test
    void hasNothingToSayOfAUsualBuild() throws IOException {
        reported("surefire", OTHER, BUILD.plusSeconds(30));
        reported("failsafe", CALLING, RUN.plusSeconds(30));

        assertThat(find(USUAL, List.of(), session(INTEGRATION), report("failsafe", 3)))
                .isEmpty();
    }

    @Test
    void namesWhyNothingRanBetweenStartAndStop() throws IOException {
        assertThat(find(new ExecutionOrder(List.of(UNIT), List.of(), List.of()), List.of()))
                .singleElement()
                .asString()
                .startsWith("No test ran between start and stop, so nothing was replayed or recorded:"
                        + " surefire:test@default-test comes before start. To let Failsafe run them,")
                .contains("<goal>integration-test</goal>", "<phase>process-test-classes</phase>");
        assertThat(find(new ExecutionOrder(List.of(), List.of(), List.of(UNIT)), List.of()))
                .singleElement()
                .asString()
                .contains("surefire:test@default-test comes after stop", "maven-failsafe-plugin");
        assertThat(find(new ExecutionOrder(List.of(), List.of(), List.of(UNIT, INTEGRATION)), List.of()))
                .singleElement()
                .asString()
                .contains(
                        UNIT + ", " + INTEGRATION + " come after stop.",
                        "name them *IT and leave the recorder's goals in their usual phases. To record")
                .doesNotContain("maven-failsafe-plugin");
        assertThat(find(new ExecutionOrder(List.of(), List.of(), List.of()), List.of()))
                .singleElement()
                .asString()
                .contains("no plugin runs tests there");
    }

    @Test
    void aModuleWithoutTestsNeedsNoPluginThatRunsThem() throws IOException {
        module = new ProjectModule(
                "acme:none", directory, directory.resolve("target"), directory.resolve("none"), directory, List.of());

        assertThat(find(new ExecutionOrder(List.of(), List.of(), List.of()), List.of()))
                .isEmpty();
    }

    @Test
    void namesTestsThatCallAServiceBeforeStart() throws IOException {
        reported("surefire", CALLING, BUILD.plusSeconds(30));
        reported("surefire", OTHER, BUILD.plusSeconds(30));

        assertThat(find(USUAL, List.of(), session(INTEGRATION), report("failsafe", 1)))
                .singleElement()
                .asString()
                .startsWith("Tests that seem to call a known service ran before start (surefire:test@default-test),"
                        + " so their calls went past the recorder: " + CALLING + ". ")
                .as(PROPERTY)
                .doesNotContain(OTHER);
    }

    @Test
    void aTestWithRecordingsCallsAServiceWhateverItsNameEndsWith() throws IOException {
        reported("surefire", OTHER, BUILD.plusSeconds(30));

        assertThat(find(
                        USUAL,
                        List.of("io.github.recorder.lifecycle.CloseStackIT#asks"),
                        session(INTEGRATION),
                        report("failsafe", 1)))
                .singleElement()
                .asString()
                .contains("past the recorder: " + OTHER);
    }

    @Test
    void reportsOfEarlierBuildsDoNotCount() throws IOException {
        reported("surefire", CALLING, BUILD.minusSeconds(30));

        assertThat(find(USUAL, List.of(), session(INTEGRATION))).isEmpty();
    }

    @Test
    void namesTestsThatWillRunAfterStop() throws IOException {
        reported("failsafe", OTHER, RUN.plusSeconds(5));

        assertThat(find(
                        new ExecutionOrder(List.of(), List.of(INTEGRATION), List.of(UNIT)),
                        List.of(),
                        session(INTEGRATION)))
                .singleElement()
                .asString()
                .contains("ran after stop (surefire:test@default-test)", CALLING);
    }

    @Test
    void namesTestsWhoseJvmsTheListenerDidNotReach() throws IOException {
        assertThat(find(USUAL, List.of(), session(UNIT), report("failsafe", 2)))
                .singleElement()
                .asString()
                .startsWith("2 tests of failsafe ran without the recorder's listener");
    }

    private List<String> find(ExecutionOrder order, List<String> recorded, LedgerEvent... events) throws IOException {
        Ledger ledger = ExampleLedger.of(module.id(), directory, BUILD, RUN, List.of(events));
        return BypassFinder.sentences(ledger, module, List.of(), order, recorded);
    }

    private static LedgerEvent session(String execution) {
        return new LedgerEvent.SessionOpened("1", execution);
    }

    private static LedgerEvent report(String plugin, int tests) {
        return new LedgerEvent.Report(plugin, CALLING, tests, 0, 0);
    }

    private void reported(String plugin, String className, Instant when) throws IOException {
        Path file = directory.resolve("target/" + plugin + "-reports/TEST-" + className + ".xml");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "<testsuite name='" + className + "'><testcase name='asks' classname='" + className
                        + "'/></testsuite>");
        Files.setLastModifiedTime(file, FileTime.from(when));
    }
}
