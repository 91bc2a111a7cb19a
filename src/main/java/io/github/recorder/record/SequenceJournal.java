package io.github.recorder.record;

import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import io.github.recorder.replay.ResponseVariants;
import io.github.recorder.replay.ResponseVariants.VariantResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of the journal of a recording with many responses: one with the request headers that must match, then one
 * for each response, with the request headers that may count. Stateless.
 */
public final class SequenceJournal {

    private static final String REQUIRED = "required";
    private static final String HEADERS = "request_headers";
    private static final String RESPONSE = "response";

    private SequenceJournal() {}

    /**
     * Returns the lines of a journal.
     *
     * @param required the names of the request headers that must match, in lower case
     */
    static List<ObjectNode> lines(Set<String> required, List<VariantResponse> responses) {
        List<ObjectNode> lines = new ArrayList<>();
        ObjectNode first = Json.nodes().objectNode();
        required.stream().sorted().forEach(first.putArray(REQUIRED)::add);
        lines.add(first);
        responses.forEach(response -> lines.add(line(response)));
        return lines;
    }

    /** Returns the line of a response. */
    static ObjectNode line(VariantResponse response) {
        ObjectNode line = Json.nodes().objectNode();
        ObjectNode headers = line.putObject(HEADERS);
        response.headers().forEach(headers::put);
        line.set(RESPONSE, response.response());
        return line;
    }

    /**
     * Returns a recording with all responses of its journal. It is the one that the killed run would have written.
     *
     * @param recording the recording with the first of them
     * @param lines the lines of the journal
     */
    public static Recording merged(Recording recording, List<ObjectNode> lines) {
        Set<String> required = new HashSet<>();
        lines.get(0).path(REQUIRED).forEach(name -> required.add(name.stringValue()));
        List<VariantResponse> responses = new ArrayList<>();
        for (ObjectNode line : lines.subList(1, lines.size())) {
            Map<String, String> headers = new HashMap<>();
            for (Map.Entry<String, JsonNode> header : line.path(HEADERS).properties()) {
                headers.put(header.getKey(), header.getValue().stringValue());
            }
            responses.add(new VariantResponse(headers, (ObjectNode) line.path(RESPONSE)));
        }
        return RecordingFactory.with(
                recording, ResponseVariants.joined(responses, required, Optional.of(recording.response())));
    }
}
