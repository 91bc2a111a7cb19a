package io.github.recorder.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reports of Surefire and Failsafe about the tests they ran: {@code TEST-*.xml}, and Failsafe's summary. They
 * show what a crashed test JVM could not report. Format: <a
 * href="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd">the plugin's schema</a>.
 */
public final class TestReports {

    private static final String SUMMARY = "failsafe-summary.xml";

    private TestReports() {}

    /**
     * Returns the counts of a run's reports, by class, and crashes.
     *
     * @param directories the report directories of test plugins; may be missing
     * @param since when the run started; older reports are skipped because they are of other tests
     * @throws IOException if a report cannot be read or is not XML
     */
    public static List<LedgerEvent> read(List<Path> directories, Instant since) throws IOException {
        List<LedgerEvent> events = new ArrayList<>();
        for (Path directory : directories) {
            Map<String, Counts> classes = new TreeMap<>();
            for (Path file : reports(directory)) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
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
            String plugin = String.valueOf(directory.getFileName()).replaceFirst("-reports$", "");
            classes.forEach((name, counts) -> events.add(counts.report(plugin, name)));
        }
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
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String element = xml.getLocalName();
            if (element.equals("testsuite")) {
                counts(classes, xml.getAttributeValue(null, "name"));
            } else if (element.equals("testcase")) {
                testcase = counts(classes, xml.getAttributeValue(null, "classname"));
                testcase.tests++;
            } else if (element.equals("failure") && testcase != null) {
                testcase.failures++;
            } else if (element.equals("error") && testcase != null) {
                testcase.errors++;
            }
            // Failures of tests that passed on a rerun have other element names.
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

    private static final class Counts {
        private int tests;
        private int failures;
        private int errors;

        LedgerEvent.Report report(String plugin, String name) {
            return new LedgerEvent.Report(plugin, name, tests, failures, errors);
        }
    }
}
