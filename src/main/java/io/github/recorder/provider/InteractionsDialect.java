package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gemini's interactions, {@code /v1beta/interactions}, recorded in the http shape. Source: <a
 * href="https://ai.google.dev/api/interactions-api">Interactions API</a>.
 */
final class InteractionsDialect extends HttpShape {

    @Override
    public String name() {
        return "interactions";
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        String path = PathAndQuery.withoutQuery(endpoint);
        int end = path.indexOf('/', 1);
        boolean ours = end > 0
                && GooglePath.isGoogles(endpoint)
                && (path.startsWith("/interactions/", end)
                        || path.substring(end).equals("/interactions"));
        return ours ? Optional.of(new WireRequest(method, GooglePath.identity(endpoint), body)) : Optional.empty();
    }

    @Override
    public void collect(JsonNode event, ContentCollector content) {
        JsonNode interaction = event.has("interaction") ? event.path("interaction") : event;
        interaction.path("outputs").forEach(output -> output(null, output, content));
        output(event.path("index").asString(""), event.path("delta"), content);
        content.finish(interaction.path("status"));
        content.usage(interaction.path("usage"));
    }

    private static void output(@Nullable String key, JsonNode output, ContentCollector content) {
        content.text(output.path("text"));
        output.path("summary").forEach(part -> content.reasoning(part.path("text")));
        output.path("annotations").forEach(content::citation);
        if (output.path("type").asString("").equals("function_call")) {
            content.call(key, output.path("id"), output.path("name"), output.path("arguments"));
        }
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        return GoogleError.of(status, message, code);
    }
}
