package io.github.recorder.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Surefire and Failsafe wrote of the tests they ran: {@code TEST-*.xml}, and Failsafe's summary. They are a second
 * witness: a test JVM that crashed cannot tell, but its plugin does. Format: <a
 * href="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd">surefire-test-report.xsd</a>.
 */
public final class TestReports {

    private static final Pattern METHOD =
            Pattern.compile("^[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*");
    private static final String SUMMARY = "failsafe-summary.xml";

    private TestReports() {}

    /**
     * Returns what the reports of this build say, class by class, and a crash where one is told of.
     *
     * @param directories where test plugins put reports; may be missing
     * @param since older reports are of other builds and are passed over
     * @throws IOException where a report cannot be read or is no XML
     */
    public static List<LedgerEvent> read(List<Path> directories, Instant since) throws IOException {
        // Some file systems keep whole seconds only.
        Instant from = since.truncatedTo(ChronoUnit.SECONDS);
        Map<String, Counts> classes = new TreeMap<>();
        List<LedgerEvent> events = new ArrayList<>();
        for (Path directory : directories) {
            for (Path file : reports(directory)) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(from)) {
                    continue;
                }
                try (InputStream in = Files.newInputStream(file)) {
                    XMLStreamReader xml = reader(in);
                    if (file.endsWith(SUMMARY)) {
                        summary(xml, events);
                    } else {
                        suite(xml, classes);
                    }
                } catch (XMLStreamException malformed) {
                    throw new IOException(
                            "the test report " + file + " is no XML: " + malformed.getMessage(), malformed);
                }
            }
        }
        classes.forEach((name, counts) -> events.add(counts.report(name)));
        return events;
    }

    private static List<Path> reports(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "{TEST-*.xml," + SUMMARY + "}")) {
                found.forEach(files::add);
            }
        }
        files.sort(null);
        return files;
    }

    private static XMLStreamReader reader(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(in);
    }

    private static void suite(XMLStreamReader xml, Map<String, Counts> classes) throws XMLStreamException {
        Counts testcase = null;
        String method = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "testsuite" -> counts(classes, xml.getAttributeValue(null, "name"));
                case "testcase" -> {
                    testcase = counts(classes, xml.getAttributeValue(null, "classname"));
                    method = method(xml.getAttributeValue(null, "name"));
                    testcase.tests++;
                }
                case "skipped" -> {
                    if (testcase != null) {
                        testcase.skipped.add(method);
                    }
                }
                case "failure" -> {
                    if (testcase != null) {
                        testcase.failures++;
                    }
                }
                case "error" -> {
                    if (testcase != null) {
                        testcase.errors++;
                    }
                }
                default -> {
                    // Output, properties, and failures of tests that passed when they were run again.
                }
            }
        }
    }

    private static void summary(XMLStreamReader xml, List<LedgerEvent> events) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("failsafe-summary")
                    && "true".equals(xml.getAttributeValue(null, "timeout"))) {
                events.add(new LedgerEvent.Crashed("the tests ran out of time"));
            } else if (xml.getLocalName().equals("failureMessage")) {
                String message = xml.getElementText().strip();
                if (!message.isEmpty()) {
                    events.add(
                            new LedgerEvent.Crashed(message.lines().findFirst().orElse(message)));
                }
            }
        }
    }

    private static Counts counts(Map<String, Counts> classes, @Nullable String name) {
        return classes.computeIfAbsent(name == null ? "" : name, unseen -> new Counts());
    }

    /** Returns the method of a test case: its name up to parameters or the index; empty where the class as a whole is meant. */
    private static String method(@Nullable String name) {
        Matcher method = METHOD.matcher(name == null ? "" : name);
        return method.find() ? method.group() : "";
    }

    private static final class Counts {
        private int tests;
        private int failures;
        private int errors;
        private final Set<String> skipped = new LinkedHashSet<>();

        LedgerEvent.Report report(String name) {
            return new LedgerEvent.Report(name, tests, failures, errors, List.copyOf(skipped));
        }
    }
}
