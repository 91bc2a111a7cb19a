package io.github.recorder.interchange;

import io.github.recorder.recording.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a YAML document as JSON values. Every scalar is a text, except for null and bytes ({@code !!binary}), because
 * cassettes quote what must not be taken for a number. Tags of programming languages are overlooked, and no object of
 * theirs is made. Nesting, and the number of values including those that aliases repeat, are limited.
 */
final class YamlDocument {

    private static final int MOST_VALUES = 2_000_000;
    private static final int DEEPEST = 100;

    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private final IdentityHashMap<JsonNode, Integer> sizes = new IdentityHashMap<>();
    private final Deque<Container> open = new ArrayDeque<>();
    private @Nullable JsonNode root;
    private int values;

    private YamlDocument() {}

    /** A list or a map whose end has not come. */
    private static final class Container {

        private final JsonNode node;
        private final @Nullable Anchor anchor;
        private final int before;
        private @Nullable String key;

        Container(JsonNode node, @Nullable Anchor anchor, int before) {
            this.node = node;
            this.anchor = anchor;
            this.before = before;
        }
    }

    /**
     * Returns the first document of a YAML text in UTF-8.
     *
     * @throws UnimportableEntryException if it is none, or exceeds the limits
     */
    static JsonNode parse(byte[] bytes) throws UnimportableEntryException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException noText) {
            throw new UnimportableEntryException("it is not valid UTF-8");
        }
        // The length of the file is limited before.
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        YamlDocument document = new YamlDocument();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                document.take(event);
                if (event.getEventId() == Event.ID.DocumentEnd) {
                    break;
                }
            }
        } catch (YamlEngineException problem) {
            String reason = String.valueOf(problem.getMessage());
            throw new UnimportableEntryException(
                    "it is not valid YAML: " + reason.lines().findFirst().orElse(""));
        }
        JsonNode root = document.root;
        return root == null ? Json.mapper().nullNode() : root;
    }

    /** Returns the bytes of a binary value. */
    static byte[] bytes(JsonNode binary) {
        return binary.binaryValue();
    }

    private void take(Event event) throws UnimportableEntryException {
        if (event instanceof MappingStartEvent start) {
            begin(Json.mapper().createObjectNode(), start.getAnchor());
        } else if (event instanceof SequenceStartEvent start) {
            begin(Json.mapper().createArrayNode(), start.getAnchor());
        } else if (event instanceof ScalarEvent scalar) {
            JsonNode value = value(scalar);
            scalar.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
            count(1);
            add(value);
        } else if (event instanceof AliasEvent alias) {
            JsonNode value = anchors.get(alias.getAlias());
            if (value == null) {
                throw new UnimportableEntryException("it is not valid YAML: an alias stands for nothing before it");
            }
            count(sizes.getOrDefault(value, 1));
            add(value);
        } else if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
            end();
        }
    }

    private void begin(JsonNode node, Optional<Anchor> anchor) throws UnimportableEntryException {
        if (open.size() >= DEEPEST) {
            throw new UnimportableEntryException("it is nested deeper than " + DEEPEST + " levels");
        }
        open.push(new Container(node, anchor.orElse(null), values));
        count(1);
    }

    private void end() throws UnimportableEntryException {
        Container container = open.pop();
        sizes.put(container.node, values - container.before);
        if (container.anchor != null) {
            anchors.put(container.anchor, container.node);
        }
        add(container.node);
    }

    private void count(int more) throws UnimportableEntryException {
        values += more;
        if (values > MOST_VALUES) {
            throw new UnimportableEntryException("it has more than " + MOST_VALUES + " values");
        }
    }

    private void add(JsonNode value) throws UnimportableEntryException {
        Container container = open.peek();
        if (container == null) {
            root = value;
        } else if (container.node instanceof ArrayNode list) {
            list.add(value);
        } else if (container.node instanceof ObjectNode map) {
            String key = container.key;
            if (key != null) {
                map.set(key, value);
                container.key = null;
            } else if (value.isContainer()) {
                throw new UnimportableEntryException("a key in it is not a text");
            } else {
                container.key =
                        value.isBinary() ? new String(bytes(value), StandardCharsets.UTF_8) : value.asString("");
            }
        }
    }

    private static JsonNode value(ScalarEvent scalar) throws UnimportableEntryException {
        String text = scalar.getValue();
        String tag = scalar.getTag().orElse("");
        // Ruby writes the short form.
        if (tag.equals("tag:yaml.org,2002:binary") || tag.equals("!binary")) {
            byte[] bytes = ForeignFields.bytes(ForeignFields.base64(text, "a binary value of it"));
            return Json.mapper().getNodeFactory().binaryNode(bytes);
        }
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN && tag.isEmpty();
        boolean absent = text.isEmpty() || text.equals("~") || text.equals("null");
        return plain && absent
                ? Json.mapper().nullNode()
                : Json.mapper().getNodeFactory().stringNode(text);
    }
}
