package io.github.recorder.check;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The results of a check as an XML report in JUnit's format, which CI servers show: a test case for each recording. */
final class JUnitReport {

    /** The characters that XML 1.0 cannot hold. */
    private static final Pattern INVALID =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private JUnitReport() {}

    /**
     * Returns the file.
     *
     * @param policy the verdicts that are failures
     */
    static byte[] xml(CheckReport report, FailurePolicy policy) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "recorder-check");
            xml.writeAttribute("tests", String.valueOf(report.recordings().size()));
            xml.writeAttribute(
                    "failures",
                    String.valueOf(report.recordings().stream()
                            .filter(recording -> policy.fails(recording.verdict()))
                            .count()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", String.valueOf(report.count(CheckVerdict.NOT_ASKED)));
            for (CheckedRecording recording : report.recordings()) {
                testCase(xml, recording, policy);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("the report is written to memory", impossible);
        }
        return bytes.toByteArray();
    }

    private static void testCase(XMLStreamWriter xml, CheckedRecording recording, FailurePolicy policy)
            throws XMLStreamException {
        String test = Objects.requireNonNullElse(recording.test(), "shared");
        int method = test.indexOf('#');
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", valid(method < 0 ? test : test.substring(0, method)));
        xml.writeAttribute("name", valid((method < 0 ? "" : test.substring(method + 1) + " ") + recording.path()));
        String message = valid(recording.verdict().words() + ": " + recording.detail());
        if (recording.verdict() == CheckVerdict.NOT_ASKED) {
            xml.writeEmptyElement("skipped");
            xml.writeAttribute("message", message);
        } else if (policy.fails(recording.verdict())) {
            xml.writeEmptyElement("failure");
            xml.writeAttribute("type", recording.verdict().words());
            xml.writeAttribute("message", message);
        } else if (recording.verdict() != CheckVerdict.IDENTICAL) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(message);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String valid(String text) {
        return INVALID.matcher(text).replaceAll("\uFFFD");
    }
}
