package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.JsonEditor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
     * Returns a JSON body with other links. All other bytes stay as they are.
     *
     * @param members the JSON pointers of the links; {@code *} matches every key or index of its level
     * @param change returns the new link; empty to keep it
     */
    public static byte[] in(byte[] json, List<List<String>> members, Function<String, Optional<String>> change) {
        return JsonEditor.edited(
                json,
                (steps, value) -> value.isString() && members.stream().anyMatch(member -> fits(member, steps))
                        ? change.apply(value.stringValue()).map(StringNode::valueOf)
                        : Optional.empty());
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
