package io.github.recorder.report;

import io.github.recorder.recording.Json;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the conversation in the body of a request: the messages with their roles, in parts. It recognizes members by
 * their form and not by the service, because services copy each other's formats. Unknown content becomes a part as
 * JSON, so nothing is left out. Pure.
 */
final class ConversationReader {

    /** The members that contain the conversation; all others are parameters of the request. */
    private static final Set<String> CONVERSATION = Set.of(
            "messages",
            "input",
            "instructions",
            "system",
            "systemInstruction",
            "system_instruction",
            "contents",
            "prompt");

    private static final Set<String> KNOWN_OF_MESSAGE = Set.of(
            "role",
            "content",
            "parts",
            "tool_calls",
            "tool_call_id",
            "tool_name",
            "reasoning_content",
            "reasoning",
            "thinking",
            "refusal",
            "images",
            "type",
            "id",
            "status");

    private final ArrayNode messages = Json.nodes().arrayNode();
    private final ObjectNode parameters = Json.nodes().objectNode();

    private ConversationReader() {}

    /**
     * Returns {@code messages}, each with a role and parts, and {@code parameters}, the other members.
     *
     * @param body without its secrets, and with {@linkplain EmbeddedMedia placeholders} for its media
     */
    static ObjectNode read(JsonNode body) {
        ConversationReader reader = new ConversationReader();
        if (body.isObject()) {
            reader.members(body);
        } else if (!body.isNull() && !body.isMissingNode()) {
            reader.parts(reader.message("body"), body);
        }
        ObjectNode conversation = Json.nodes().objectNode();
        conversation.set("messages", reader.messages);
        conversation.set("parameters", reader.parameters);
        return conversation;
    }

    private void members(JsonNode body) {
        // System instructions are shown first, wherever they are in the body.
        for (String name : new String[] {"instructions", "system", "systemInstruction", "system_instruction"}) {
            system(body.path(name));
            system(body.path("config").path(name));
        }
        body.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            switch (name) {
                case "messages", "contents", "input" -> turns(value, name.equals("input") ? "input" : "user");
                case "prompt" -> turns(value, "user");
                default -> {
                    if (!CONVERSATION.contains(name)) {
                        parameters.set(name, value);
                    }
                }
            }
        });
    }

    private void system(JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            parts(message("system"), value);
        }
    }

    private void turns(JsonNode value, String role) {
        if (!value.isArray()) {
            turn(value, role);
            return;
        }
        if (!value.isEmpty() && value.path(0).isNumber()) {
            parts(message(role), value);
            return;
        }
        value.forEach(item -> turn(item, role));
    }

    private void turn(JsonNode item, String role) {
        boolean message = item.isObject() && (item.has("role") || item.has("parts"));
        if (!message) {
            String type = item.path("type").asString("");
            String who = type.endsWith("_output") ? "tool" : type.endsWith("_call") ? "assistant" : role;
            ArrayNode parts = message(type.equals("reasoning") ? "assistant" : who);
            if (item.isArray()) {
                parts.addObject().put("type", "json").set("value", item);
            } else {
                part(parts, item);
            }
            return;
        }
        ArrayNode parts = message(item.path("role").asString(role));
        reasoning(parts, item.path("reasoning_content"));
        reasoning(parts, item.path("reasoning"));
        reasoning(parts, item.path("thinking"));
        if (item.path("tool_call_id").isString() || item.path("tool_name").isString()) {
            result(parts, item.path("tool_call_id"), item.path("tool_name"), item.path("content"));
        } else {
            parts(parts, item.path("content"));
        }
        parts(parts, item.path("parts"));
        item.path("images").forEach(image -> media(parts, image, "image"));
        item.path("tool_calls").forEach(call -> call(parts, call));
        if (item.path("refusal").isString()) {
            text(parts, "refusal", item.path("refusal").stringValue());
        }
        ObjectNode rest = Json.nodes().objectNode();
        item.properties().stream()
                .filter(member -> !KNOWN_OF_MESSAGE.contains(member.getKey()))
                .filter(member -> !member.getValue().isNull())
                .forEach(member -> rest.set(member.getKey(), member.getValue()));
        if (!rest.isEmpty()) {
            parts.addObject().put("type", "json").set("value", rest);
        }
    }

    private ArrayNode message(String role) {
        return messages.addObject().put("role", role).putArray("parts");
    }

    private void parts(ArrayNode parts, JsonNode content) {
        if (content.isArray()) {
            content.forEach(item -> part(parts, item));
        } else if (content.path("parts").isArray()) {
            parts(parts, content.path("parts"));
        } else if (!content.isNull() && !content.isMissingNode()) {
            part(parts, content);
        }
    }

    private void part(ArrayNode parts, JsonNode part) {
        String type = part.path("type").asString("");
        if (part.isString()) {
            if (isMedium(part.stringValue())) {
                media(parts, part, "file");
            } else {
                text(parts, "text", part.stringValue());
            }
        } else if (part.path("text").isString()) {
            boolean thought = part.path("thought").asBoolean(false);
            text(parts, thought ? "reasoning" : "text", part.path("text").stringValue());
        } else if (part.path("thinking").isString()) {
            reasoning(parts, part.path("thinking"));
        } else if (part.path("refusal").isString()) {
            text(parts, "refusal", part.path("refusal").stringValue());
        } else if (part.has("functionCall") || part.has("function_call")) {
            call(parts, part.has("functionCall") ? part.path("functionCall") : part.path("function_call"));
        } else if (part.has("functionResponse") || part.has("function_response")) {
            JsonNode answer =
                    part.has("functionResponse") ? part.path("functionResponse") : part.path("function_response");
            result(parts, answer.path("id"), answer.path("name"), answer.path("response"));
        } else if (type.equals("tool_use") || type.equals("function_call")) {
            call(parts, part);
        } else if (type.equals("tool_result")) {
            result(parts, part.path("tool_use_id"), part.path("name"), part.path("content"));
        } else if (type.equals("function_call_output") || type.equals("function_result")) {
            result(
                    parts,
                    part.path("call_id"),
                    part.path("name"),
                    part.has("output") ? part.path("output") : part.path("result"));
        } else if (type.equals("reasoning")) {
            part.path("summary").forEach(each -> reasoning(parts, each.path("text")));
            part.path("content").forEach(each -> reasoning(parts, each.path("text")));
        } else if (!medium(parts, part)) {
            parts.addObject().put("type", "json").set("value", part);
        }
    }

    /** Adds an image, a sound or a file, in any format that services accept. */
    private boolean medium(ArrayNode parts, JsonNode part) {
        JsonNode image = part.path("image_url");
        for (JsonNode place : new JsonNode[] {
            image.isString() ? image : image.path("url"),
            part.path("source").path("data"),
            part.path("source").path("url"),
            part.path("inlineData").path("data"),
            part.path("inline_data").path("data"),
            part.path("input_audio").path("data"),
            part.path("file").path("file_data"),
            part.path("file_data"),
            part.path("fileData").path("fileUri"),
            part.path("file_data").path("file_uri"),
            part.path("data")
        }) {
            if (place.isString()) {
                media(parts, place, part.path("type").asString("file"));
                return true;
            }
        }
        return false;
    }

    private static boolean isMedium(String text) {
        return text.startsWith(EmbeddedMedia.PLACEHOLDER);
    }

    private static void media(ArrayNode parts, JsonNode place, String kind) {
        String text = place.asString("");
        ObjectNode part = parts.addObject().put("type", "medium").put("kind", kind);
        if (isMedium(text)) {
            part.put("medium", text.substring(EmbeddedMedia.PLACEHOLDER.length()));
        } else {
            part.put("text", text);
        }
    }

    private static void text(ArrayNode parts, String type, String text) {
        parts.addObject().put("type", type).put("text", text);
    }

    private static void reasoning(ArrayNode parts, JsonNode text) {
        if (text.isString() && !text.stringValue().isEmpty()) {
            text(parts, "reasoning", text.stringValue());
        }
    }

    private static void call(ArrayNode parts, JsonNode call) {
        JsonNode function = call.has("function") ? call.path("function") : call;
        JsonNode arguments = function.has("arguments")
                ? function.path("arguments")
                : function.has("input") ? function.path("input") : function.path("args");
        JsonNode id = call.has("call_id") ? call.path("call_id") : call.path("id");
        parts.addObject()
                .put("type", "call")
                .put("id", id.asString(""))
                .put("name", function.path("name").asString(""))
                .put("arguments", arguments.isString() ? arguments.stringValue() : Json.strict(arguments));
    }

    private void result(ArrayNode parts, JsonNode id, JsonNode name, JsonNode content) {
        ObjectNode result = parts.addObject().put("type", "result").put("id", id.asString(""));
        result.put("name", name.asString(""));
        ArrayNode inner = result.putArray("parts");
        if (content.isObject()) {
            inner.addObject().put("type", "json").set("value", content);
        } else {
            parts(inner, content);
        }
    }

    /** Returns the beginning of the last text in a conversation, as one line; empty if there is none. */
    static String title(JsonNode conversation, int most) {
        String title = "";
        for (JsonNode message : conversation.path("messages")) {
            String role = message.path("role").asString("");
            if (role.equals("user") || role.equals("input") || role.equals("tool") || title.isEmpty()) {
                String text = firstText(message.path("parts"));
                title = text.isEmpty() ? title : text;
            }
        }
        String line = title.strip().replaceAll("\\s+", " ");
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
        return line.substring(0, end) + "\u2026";
    }

    private static String firstText(JsonNode parts) {
        for (JsonNode part : parts) {
            String text = part.has("parts")
                    ? firstText(part.path("parts"))
                    : part.path("text").asString("");
            if (!text.isBlank()) {
                return text.substring(0, Math.min(text.length(), 2_000));
            }
        }
        return "";
    }
}
