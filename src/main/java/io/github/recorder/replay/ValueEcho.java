package io.github.recorder.replay;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.JsonEditor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values of a live request that a recorded response must repeat instead of those of the recorded request, because
 * the user's rules leave them out of the comparison: for instance an id that the client made.
 *
 * <p>A long value with a digit is replaced wherever the response has it. Any other value is replaced only in a JSON
 * member of the same name, because a response may have it by chance.
 */
final class ValueEcho {

    /** Nothing to repeat. */
    static final ValueEcho NONE = new ValueEcho(List.of());

    /** Text that JSON, headers and URLs spell alike, and that no response has by chance. */
    private static final Pattern DISTINCTIVE = Pattern.compile("(?=.*\\d)[A-Za-z0-9._:-]{8,}");

    private final Map<String, String> anywhere = new HashMap<>();
    private final List<EchoedValue> members = new ArrayList<>();
    private final @Nullable Pattern recorded;

    /**
     * A value of both requests.
     *
     * @param name the name of its member or field
     */
    private record EchoedValue(String name, JsonNode recorded, JsonNode live) {}

    private ValueEcho(List<EchoedValue> values) {
        for (EchoedValue value : values) {
            if (isDistinctive(value.recorded()) && isDistinctive(value.live())) {
                anywhere.put(value.recorded().stringValue(), value.live().stringValue());
            } else {
                members.add(value);
            }
        }
        this.recorded = anywhere.isEmpty()
                ? null
                : Pattern.compile(anywhere.keySet().stream()
                        // A value may begin with another one.
                        .sorted(Comparator.comparing(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")));
    }

    /**
     * Returns the echo for a request.
     *
     * @param live its values that rules leave out, by place
     * @param recorded those of the recorded request
     */
    static ValueEcho of(Map<String, JsonNode> live, Map<String, JsonNode> recorded) {
        List<EchoedValue> values = new ArrayList<>();
        recorded.forEach((place, before) -> {
            JsonNode now = live.getOrDefault(place, before);
            if (!now.equals(before)) {
                values.add(new EchoedValue(place.substring(place.lastIndexOf('/') + 1), before, now));
            }
        });
        return values.isEmpty() ? NONE : new ValueEcho(values);
    }

    private static boolean isDistinctive(JsonNode value) {
        return value.isString() && DISTINCTIVE.matcher(value.stringValue()).matches();
    }

    /** Returns the response that repeats the live values. If the length of its body changes, it has no pace. */
    RecorderResponse.Replayed in(RecorderResponse.Replayed response) {
        if (this == NONE) {
            return response;
        }
        WireResponse before = response.whole();
        List<HttpHeader> headers = before.headers().stream()
                .map(header -> new HttpHeader(header.name(), replaced(header.value())))
                .toList();
        byte[] body = before.bytes();
        byte[] after = before.mediaType().isText() ? body(before, body) : body;
        boolean same = Arrays.equals(body, after);
        WireResponse wire =
                same ? response.wire().with(headers) : before.with(headers).with(after);
        return new RecorderResponse.Replayed(response.recordings(), wire, same ? response.streamed() : null);
    }

    private byte[] body(WireResponse response, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body)) {
            return body; // It has another charset.
        }
        String replaced = replaced(text);
        if (members.isEmpty()) {
            return replaced.getBytes(StandardCharsets.UTF_8);
        }
        if (!response.mediaType().isStream()) {
            return edited(replaced).getBytes(StandardCharsets.UTF_8);
        }
        return List.of(replaced.split("\n", -1)).stream()
                .map(this::line)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A line of a stream is JSON, after the name of a field if the stream is server-sent events. */
    private String line(String line) {
        int json = line.indexOf('{');
        return json < 0 ? line : line.substring(0, json) + edited(line.substring(json));
    }

    private String edited(String json) {
        byte[] edited = JsonEditor.edited(
                json.getBytes(StandardCharsets.UTF_8),
                (steps, value) -> members.stream()
                        .filter(member -> !steps.isEmpty()
                                && member.name().equals(steps.get(steps.size() - 1))
                                && member.recorded().equals(value))
                        .map(EchoedValue::live)
                        .findFirst());
        return new String(edited, StandardCharsets.UTF_8);
    }

    private String replaced(String text) {
        return recorded == null
                ? text
                : recorded.matcher(text)
                        .replaceAll(value -> Matcher.quoteReplacement(
                                Optional.ofNullable(anywhere.get(value.group())).orElse(value.group())));
    }
}
