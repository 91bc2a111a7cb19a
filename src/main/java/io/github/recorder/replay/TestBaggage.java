package io.github.recorder.replay;

import io.github.recorder.attribution.TestJvmSessions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the W3C {@code baggage} header that marks the request of a test. The listener in the test JVM adds it to
 * OpenTelemetry's context; it is for this server only. A test may put the header's value into another part of its
 * request, so marks are recognized by their form in all parts.
 */
final class TestBaggage {

    /** The beginning of a mark, in bytes. */
    private static final byte[] BEGINNING = TestJvmSessions.MARK.getBytes(StandardCharsets.US_ASCII);

    private static final String MARK = TestJvmSessions.MARK + "[0-9a-f]{24}";

    private static final String COMMA = encoded(",", "2C") + "[ \t]*+";

    private static final String ENTRY = "recorder\\.test[ \t]*+" + encoded("=", "3D") + "[ \t]*+" + MARK;

    private static final Pattern ONLY_MARK = Pattern.compile(MARK);

    /** With an entry goes one comma, so that the others are separated as before. */
    private static final Pattern REMOVED =
            Pattern.compile(COMMA + ENTRY + "|" + ENTRY + "(?:[ \t]*+" + COMMA + ")?" + "|" + MARK);

    private TestBaggage() {}

    /** Returns the expression of a character that may be percent-encoded, even repeatedly, or escaped as in JSON. */
    private static String encoded(String character, String code) {
        return "(?:" + character + "|(?i:%(?:25){0,4}" + code + "|\\\\{1,8}u00" + code + "))";
    }

    /** Returns the mark that the headers carry; null if they carry none, or several. */
    static @Nullable String mark(Exchange.Headers headers) {
        Set<String> marks = new TreeSet<>();
        for (Map.Entry<String, String> header : headers.all()) {
            if (isIn(header.getValue())) {
                ONLY_MARK.matcher(header.getValue()).results().forEach(found -> marks.add(found.group()));
            }
        }
        return marks.size() == 1 ? marks.iterator().next() : null;
    }

    /** Returns the request without entries and marks. */
    static Exchange without(Exchange exchange) {
        String query = exchange.query();
        ByteBuffer body = without(exchange.body());
        boolean sameBody = body.equals(exchange.body());
        return new Exchange(
                exchange.method(),
                without(exchange.path()),
                query == null ? null : without(query),
                without(exchange.headers(), sameBody),
                body,
                sameBody ? exchange.sent() : body,
                exchange.host(),
                exchange.caller());
    }

    /** Another body is sent without the coding that the original one had. */
    private static Exchange.Headers without(Exchange.Headers headers, boolean sameBody) {
        List<Map.Entry<String, String>> all = headers.all();
        if (sameBody && all.stream().noneMatch(header -> isIn(header.getValue()))) {
            return headers;
        }
        return Exchange.Headers.of(all.stream()
                .filter(header -> sameBody || !header.getKey().equalsIgnoreCase("Content-Encoding"))
                .flatMap(TestBaggage::without)
                .toList());
    }

    /** A header that has only the entry is removed. */
    private static Stream<Map.Entry<String, String>> without(Map.Entry<String, String> header) {
        String value = without(header.getValue());
        if (value.equals(header.getValue())) {
            return Stream.of(header);
        }
        return value.isBlank() ? Stream.empty() : Stream.of(Map.entry(header.getKey(), value.strip()));
    }

    private static String without(String text) {
        return isIn(text) ? REMOVED.matcher(text).replaceAll("") : text;
    }

    private static boolean isIn(String text) {
        return text.contains(TestJvmSessions.MARK);
    }

    private static ByteBuffer without(ByteBuffer body) {
        if (!isIn(body)) {
            return body;
        }
        // One character a byte, so that all other bytes stay what they are.
        String text = StandardCharsets.ISO_8859_1.decode(body.duplicate()).toString();
        Matcher marks = REMOVED.matcher(text);
        return marks.find() ? ByteBuffer.wrap(marks.replaceAll("").getBytes(StandardCharsets.ISO_8859_1)) : body;
    }

    private static boolean isIn(ByteBuffer body) {
        int last = body.limit() - BEGINNING.length;
        for (int start = body.position(); start <= last; start++) {
            int matching = 0;
            while (matching < BEGINNING.length && body.get(start + matching) == BEGINNING[matching]) {
                matching++;
            }
            if (matching == BEGINNING.length) {
                return true;
            }
        }
        return false;
    }
}
