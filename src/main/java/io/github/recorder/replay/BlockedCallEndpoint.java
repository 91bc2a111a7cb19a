package io.github.recorder.replay;

import io.github.recorder.ledger.BlockedCalls;
import io.github.recorder.provider.WireResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Receives the reports of the guard in the test JVMs, and passes everything else to another responder. A report is a
 * POST to {@value #PATH} with the header {@value #HEADER}, which a web page cannot send without permission; its body is
 * the message that the test received.
 */
public final class BlockedCallEndpoint implements Responder {

    /** The path of reports; no provider has a path that begins like this. */
    public static final String PATH = "/recorder/blocked";

    private static final String HEADER = "X-Recorder-Blocked";

    /** Marks a report that tests started other processes. */
    private static final String PROCESS_HEADER = "X-Recorder-Process";

    /** Marks a report about a request that was not blocked. */
    private static final String PASSED_HEADER = "X-Recorder-Passed";

    private static final RecorderResponse ACKNOWLEDGED =
            new RecorderResponse.Acknowledged(new WireResponse(204, List.of(), ByteBuffer.allocate(0)));

    private static final String OUR_NAME = "Recorder: ";

    private static final int MAX_TEXT_BYTES = 4 << 10;

    private final Responder next;
    private final BlockedCalls blocked;
    private final Consumer<String> warnings;

    /**
     * Creates a responder in front of another.
     *
     * @param blocked receives the reports
     * @param warnings called once for each text
     */
    public BlockedCallEndpoint(Responder next, BlockedCalls blocked, Consumer<String> warnings) {
        this.next = next;
        this.blocked = blocked;
        this.warnings = warnings;
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        return isReport(exchange) ? noted(exchange) : next.respond(exchange);
    }

    @Override
    public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        return isReport(exchange) ? CompletableFuture.completedFuture(noted(exchange)) : next.respondLater(exchange);
    }

    private static boolean isReport(Exchange exchange) {
        boolean marked = Stream.of(HEADER, PROCESS_HEADER, PASSED_HEADER)
                .anyMatch(header -> exchange.headers().first(header) != null);
        return marked
                && exchange.path().equals(PATH)
                && exchange.method().equals("POST")
                && !exchange.caller().stranger();
    }

    private RecorderResponse noted(Exchange exchange) {
        if (exchange.headers().first(PROCESS_HEADER) != null) {
            blocked.processStarted();
            return ACKNOWLEDGED;
        }
        ByteBuffer body = exchange.body().duplicate();
        byte[] bytes = new byte[Math.min(body.remaining(), MAX_TEXT_BYTES)];
        body.get(bytes);
        String text = oneLine(new String(bytes, StandardCharsets.UTF_8));
        boolean passed = exchange.headers().first(PASSED_HEADER) != null;
        if (passed ? blocked.addPassed(text) : blocked.add(text)) {
            warnings.accept(text);
        }
        return ACKNOWLEDGED;
    }

    /** Returns the text as a single line for the log, without our name, which the log adds. */
    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        if (!line.startsWith(OUR_NAME) || line.length() == OUR_NAME.length()) {
            return line;
        }
        String rest = line.substring(OUR_NAME.length());
        return Character.toUpperCase(rest.charAt(0)) + rest.substring(1);
    }
}
