package io.github.recorder.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the W3C {@code baggage} header that marks the request of a test. The listener in the test JVM adds it to
 * OpenTelemetry's context; it is for this server only.
 */
final class TestBaggage {

    private static final String HEADER = "baggage";
    private static final String ENTRY = "recorder.test";

    private TestBaggage() {}

    /** Returns the mark that the headers carry; null if they carry none, or several. */
    static @Nullable String mark(Exchange.Headers headers) {
        if (headers.first(HEADER) == null) {
            return null;
        }
        List<String> marks = headers.all().stream()
                .filter(TestBaggage::isBaggage)
                .flatMap(header -> entries(header.getValue()))
                .filter(TestBaggage::isOurs)
                .map(TestBaggage::value)
                .distinct()
                .toList();
        return marks.size() == 1 ? marks.get(0) : null;
    }

    /** Returns the headers without the entry; the same headers if they have none. */
    static Exchange.Headers without(Exchange.Headers headers) {
        if (headers.first(HEADER) == null
                || headers.all().stream()
                        .filter(TestBaggage::isBaggage)
                        .noneMatch(header -> entries(header.getValue()).anyMatch(TestBaggage::isOurs))) {
            return headers;
        }
        List<Map.Entry<String, String>> others =
                headers.all().stream().flatMap(TestBaggage::withoutOurs).toList();
        return Exchange.Headers.of(others);
    }

    private static Stream<Map.Entry<String, String>> withoutOurs(Map.Entry<String, String> header) {
        if (!isBaggage(header) || entries(header.getValue()).noneMatch(TestBaggage::isOurs)) {
            return Stream.of(header);
        }
        String others = entries(header.getValue())
                .filter(entry -> !isOurs(entry))
                .collect(Collectors.joining(","))
                .strip();
        return others.isEmpty() ? Stream.empty() : Stream.of(Map.entry(header.getKey(), others));
    }

    private static boolean isBaggage(Map.Entry<String, String> header) {
        return header.getKey().equalsIgnoreCase(HEADER);
    }

    /** Values are percent-encoded, so a comma always separates two entries. */
    private static Stream<String> entries(String baggage) {
        return Arrays.stream(baggage.split(",", -1));
    }

    private static boolean isOurs(String entry) {
        int equals = entry.indexOf('=');
        return equals >= 0 && entry.substring(0, equals).strip().equals(ENTRY);
    }

    /** Returns the value of an entry without its properties. A mark needs no percent-encoding. */
    private static String value(String entry) {
        String value = entry.substring(entry.indexOf('=') + 1);
        int properties = value.indexOf(';');
        return (properties < 0 ? value : value.substring(0, properties)).strip();
    }
}
