package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.node.StringNode;

/** Replaces the links in a response: the absolute URLs in its headers, and configured members of its JSON body. */
public final class ResponseLinks {

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^\\s\"'<>,;]+");

    private ResponseLinks() {}

    /**
     * Returns a header with other absolute URLs.
     *
     * @param change returns the new URL for one in the header; empty to keep it
     */
    public static HttpHeader in(HttpHeader header, Function<String, Optional<String>> change) {
        return new HttpHeader(
                header.name(),
                ABSOLUTE.matcher(header.value())
                        .replaceAll(link -> Matcher.quoteReplacement(
                                change.apply(link.group()).orElse(link.group()))));
    }

    /**
     * Returns a JSON body with other links. All bytes except for the changed strings stay as they are, and so does a
     * body that is not JSON in UTF-8.
     *
     * @param members the JSON pointers of the links; {@code *} matches every key or index of its level
     * @param change returns the new link for a recorded or live one; empty to keep it
     */
    public static byte[] in(byte[] json, List<List<String>> members, Function<String, Optional<String>> change) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        int copied = 0;
        try (JsonParser parser = Json.mapper().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.VALUE_STRING || !isOneOf(members, parser.streamReadContext())) {
                    continue;
                }
                Optional<String> link = change.apply(parser.getString());
                int start = (int) parser.currentTokenLocation().getByteOffset();
                int end = (int) parser.currentLocation().getByteOffset();
                if (link.isPresent() && isString(json, start, end)) {
                    changed.write(json, copied, start - copied);
                    changed.writeBytes(Json.compact(StringNode.valueOf(link.get())));
                    copied = end;
                }
            }
        } catch (JacksonException notJson) {
            return json;
        }
        changed.write(json, copied, json.length - copied);
        return changed.toByteArray();
    }

    /** The parser counts no bytes of a text that is not in UTF-8. */
    private static boolean isString(byte[] json, int start, int end) {
        return start >= 0 && end - start >= 2 && end <= json.length && json[start] == '"' && json[end - 1] == '"';
    }

    private static boolean isOneOf(List<List<String>> members, TokenStreamContext place) {
        Deque<String> steps = new ArrayDeque<>();
        for (TokenStreamContext level = place; !level.inRoot(); level = level.getParent()) {
            steps.push(level.inObject() ? level.currentName() : String.valueOf(level.getCurrentIndex()));
        }
        return members.stream().anyMatch(member -> fits(member, new ArrayList<>(steps)));
    }

    private static boolean fits(List<String> member, List<String> steps) {
        if (member.size() != steps.size()) {
            return false;
        }
        for (int i = 0; i < member.size(); i++) {
            if (!member.get(i).equals("*") && !member.get(i).equals(steps.get(i))) {
                return false;
            }
        }
        return true;
    }
}
