package io.github.recorder.ledger;

import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the lines of a ledger. The project's documentation ({@code ledger.md}) describes the format. Unknown
 * keys are ignored, so a later minor version can add keys.
 */
final class LedgerCodec {

    static final String FORMAT = "recorder-ledger";
    static final int MAJOR = 2;
    static final int MINOR = 1;

    private static final String EVENT = "event";

    private LedgerCodec() {}

    /** A malformed line. The message has neither a line number nor a full stop. */
    static final class MalformedLineException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedLineException(String reason) {
            super(reason);
        }
    }

    static byte[] line(RunHeader header) {
        ObjectNode line = Json.nodes().objectNode();
        line.put("format", FORMAT).put("version", MAJOR + "." + MINOR);
        line.put("run", header.run()).put("plugin", header.plugin());
        line.put("goal", header.goal()).put("module", header.module()).put("basedir", header.basedir());
        line.put("recordings", header.recordings()).put("recordings_from_root", header.recordingsFromRoot());
        line.put("build_started", header.buildStarted().toString())
                .put("started", header.started().toString());
        line.put("mode", header.mode()).put("isolation", header.isolation());
        put(line, "filters", header.filters());
        line.put("reach", header.reach().word());
        CiJob job = header.job();
        if (job != null) {
            line.put("job", job.name()).put("attempt", job.attempt());
        }
        put(line, "executions", header.executions());
        ArrayNode reactor = line.putArray("reactor");
        for (RunHeader.ReactorModule module : header.reactor()) {
            reactor.addObject().put("module", module.module()).put("recordings", module.recordings());
        }
        line.set("comparison", header.comparison());
        ObjectNode details = line.putObject("details");
        header.details().forEach(detail -> details.put(detail.name(), detail.value()));
        return bytes(line);
    }

    static byte[] line(LedgerEvent event) {
        ObjectNode line = Json.nodes().objectNode();
        if (event instanceof LedgerEvent.CodeState code) {
            line.put(EVENT, "code").put("tree", code.tree()).put("test_classes", code.testClasses());
            put(line, "classes", code.classes());
            put(line, "edited", code.edited());
            line.put("commit", code.commit());
            put(line, "uncommitted", code.uncommitted());
        } else if (event instanceof LedgerEvent.CodeChanged changed) {
            put(line.put(EVENT, "changed"), "files", changed.files());
        } else if (event instanceof LedgerEvent.Inventory present) {
            return inventory(present);
        } else if (event instanceof LedgerEvent.Execution execution) {
            line.put(EVENT, "execution").put("goal", execution.goal()).put("skipped", execution.skipped());
            put(line, "snapshots", execution.snapshots());
            put(line, "scanned", execution.scanned());
        } else if (event instanceof LedgerEvent.SessionOpened opened) {
            line.put(EVENT, "session_opened").put("session", opened.session());
            line.put("execution", opened.execution());
        } else if (event instanceof LedgerEvent.SessionClosed closed) {
            line.put(EVENT, "session_closed").put("session", closed.session());
        } else if (event instanceof LedgerEvent.TestStarted started) {
            line.put(EVENT, "test_started").put("session", started.session()).put("test", started.test());
            names(line, started.uniqueId(), started.formerId());
        } else if (event instanceof LedgerEvent.TestFinished finished) {
            line.put(EVENT, "test_finished").put("session", finished.session()).put("test", finished.test());
            names(line, finished.uniqueId(), finished.formerId());
            line.put("status", finished.status().word());
        } else if (event instanceof LedgerEvent.Served served) {
            caller(line.put(EVENT, "served"), served.test(), served.attribution());
            put(line, "recordings", served.recordings());
            if (!served.artifacts().isEmpty()) {
                put(line, "artifacts", served.artifacts());
            }
        } else if (event instanceof LedgerEvent.Missed missed) {
            caller(line.put(EVENT, "missed"), missed.test(), missed.attribution());
            line.put("text", missed.text());
        } else if (event instanceof LedgerEvent.Live live) {
            caller(line.put(EVENT, "live"), live.test(), live.attribution());
            line.put("request", live.request());
        } else if (event instanceof LedgerEvent.Recorded recorded) {
            caller(line.put(EVENT, "recorded"), recorded.test(), recorded.attribution());
            line.put("recording", recorded.recording());
        } else if (event instanceof LedgerEvent.Report report) {
            line.put(EVENT, "report").put("plugin", report.plugin()).put("class", report.className());
            line.put("tests", report.tests()).put("failures", report.failures()).put("errors", report.errors());
        } else if (event instanceof LedgerEvent.Crashed crashed) {
            line.put(EVENT, "crashed").put("text", crashed.text());
        } else if (event instanceof LedgerEvent.ServedCount times) {
            line.put(EVENT, "times").put("test", times.test());
            put(line, "recordings", times.recordings());
            line.put("times", times.times());
        } else if (event instanceof LedgerEvent.End end) {
            line.put(EVENT, "end").put("at", end.at().toString()).put("served", end.served());
            line.put("missed", end.missed()).put("live", end.live()).put("recorded", end.recorded());
        }
        return bytes(line);
    }

    /** Writes the line without a tree, because a ledger has an item for each recording. */
    private static byte[] inventory(LedgerEvent.Inventory present) {
        StringBuilder line = new StringBuilder("{\"event\":\"present\",\"recordings\":[");
        String comma = "";
        for (LedgerEvent.Inventory.Item item : present.recordings()) {
            RecordingFingerprint print = item.fingerprint();
            line.append(comma)
                    .append('[')
                    .append(Json.quoted(item.path()))
                    .append(',')
                    .append(print.size())
                    .append(",\"")
                    .append(print.sha256())
                    .append("\"]");
            comma = ",";
        }
        return line.append("]}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void caller(ObjectNode line, @Nullable String test, AttributionConfidence attribution) {
        line.put("test", test).put("attribution", attribution.word());
    }

    private static void put(ObjectNode line, String key, List<String> values) {
        ArrayNode array = line.putArray(key);
        values.forEach(array::add);
    }

    private static void put(ObjectNode line, String key, Map<String, String> values) {
        ObjectNode object = line.putObject(key);
        values.forEach(object::put);
    }

    private static byte[] bytes(ObjectNode line) {
        byte[] json = Json.compact(line);
        byte[] bytes = Arrays.copyOf(json, json.length + 1);
        bytes[json.length] = '\n';
        return bytes;
    }

    /** Reads the first line. */
    static RunHeader header(String text) throws MalformedLineException {
        Fields line = Fields.of(text);
        if (!line.node.path("format").asString("").equals(FORMAT)) {
            throw new MalformedLineException("it does not begin with \"format\": \"" + FORMAT + "\"");
        }
        String version = line.string("version");
        if (!version.matches(MAJOR + "\\.\\d+")) {
            throw new MalformedLineException(
                    "its version is " + version + "; this plugin reads version " + MAJOR + ".x");
        }
        List<RunHeader.Detail> details = new ArrayList<>();
        line.node
                .path("details")
                .properties()
                .forEach(detail -> details.add(
                        new RunHeader.Detail(detail.getKey(), detail.getValue().asString(""))));
        List<String> filters = line.strings("filters");
        String job = line.optional("job");
        return new RunHeader(
                line.string("run"),
                line.string("plugin"),
                line.string("goal"),
                line.string("module"),
                line.string("basedir"),
                line.string("recordings"),
                line.optional("recordings_from_root"),
                line.time("build_started"),
                line.time("started"),
                line.string("mode"),
                line.string("isolation"),
                filters,
                line.node.has("reach")
                        ? line.word("reach", FilterReach.values(), FilterReach::word)
                        : filters.isEmpty() ? FilterReach.NOTHING : FilterReach.ANYTHING,
                job == null ? null : new CiJob(job, line.node.has("attempt") ? line.number("attempt") : 0),
                line.strings("executions"),
                line.list("reactor", LedgerCodec::reactorModule),
                line.node.get("comparison") instanceof ObjectNode comparison
                        ? comparison
                        : Json.nodes().objectNode(),
                details);
    }

    private static void names(ObjectNode line, String uniqueId, @Nullable String formerId) {
        line.put("unique_id", uniqueId);
        if (formerId != null) {
            line.put("former_id", formerId);
        }
    }

    private static RunHeader.ReactorModule reactorModule(Fields node) throws MalformedLineException {
        return new RunHeader.ReactorModule(node.string("module"), node.string("recordings"));
    }

    /** Reads a later line; null for an event that this version does not know. */
    static @Nullable LedgerEvent event(String text) throws MalformedLineException {
        Fields line = Fields.of(text);
        String event = line.string(EVENT);
        return switch (event) {
            case "code" ->
                new LedgerEvent.CodeState(
                        line.string("tree"),
                        line.string("test_classes"),
                        line.map("classes"),
                        line.strings("edited"),
                        line.optional("commit"),
                        line.node.has("uncommitted") ? line.strings("uncommitted") : List.of());
            case "changed" -> new LedgerEvent.CodeChanged(line.strings("files"));
            case "present" -> new LedgerEvent.Inventory(line.list("recordings", LedgerCodec::item));
            case "execution" ->
                new LedgerEvent.Execution(
                        line.string("goal"),
                        line.node.path("skipped").asBoolean(false),
                        line.map("snapshots"),
                        line.strings("scanned"));
            case "session_opened" -> new LedgerEvent.SessionOpened(line.string("session"), line.optional("execution"));
            case "session_closed" -> new LedgerEvent.SessionClosed(line.string("session"));
            case "test_started" ->
                new LedgerEvent.TestStarted(
                        line.optional("session"),
                        line.string("test"),
                        line.string("unique_id"),
                        line.optional("former_id"));
            case "test_finished" ->
                new LedgerEvent.TestFinished(
                        line.optional("session"),
                        line.string("test"),
                        line.string("unique_id"),
                        line.optional("former_id"),
                        line.word("status", TestStatus.values(), TestStatus::word));
            case "served" ->
                new LedgerEvent.Served(
                        line.optional("test"),
                        attribution(line),
                        line.strings("recordings"),
                        line.has("artifacts") ? line.map("artifacts") : Map.of());
            case "missed" -> new LedgerEvent.Missed(line.optional("test"), attribution(line), line.string("text"));
            case "live" -> new LedgerEvent.Live(line.optional("test"), attribution(line), line.string("request"));
            case "recorded" ->
                new LedgerEvent.Recorded(line.optional("test"), attribution(line), line.string("recording"));
            case "report" ->
                new LedgerEvent.Report(
                        line.string("plugin"),
                        line.string("class"),
                        (int) line.number("tests"),
                        (int) line.number("failures"),
                        (int) line.number("errors"));
            case "crashed" -> new LedgerEvent.Crashed(line.string("text"));
            case "times" ->
                new LedgerEvent.ServedCount(line.optional("test"), line.strings("recordings"), line.number("times"));
            case "end" ->
                new LedgerEvent.End(
                        line.time("at"),
                        line.number("served"),
                        line.number("missed"),
                        line.number("live"),
                        line.number("recorded"));
            default -> null;
        };
    }

    private static AttributionConfidence attribution(Fields line) throws MalformedLineException {
        return line.word("attribution", AttributionConfidence.values(), AttributionConfidence::word);
    }

    private static LedgerEvent.Inventory.Item item(Fields item) throws MalformedLineException {
        JsonNode node = item.node;
        if (!node.isArray() || node.size() != 3 || !node.path(1).isIntegralNumber()) {
            throw new MalformedLineException("a member of \"recordings\" is not [path, size, digest]");
        }
        return new LedgerEvent.Inventory.Item(
                node.path(0).asString(""),
                new RecordingFingerprint(node.path(1).asLong(), node.path(2).asString("")));
    }

    /** A reader of one list member. */
    @FunctionalInterface
    private interface Member<T> {
        T read(Fields node) throws MalformedLineException;
    }

    /** The fields of an object, which are checked when they are read. */
    private record Fields(JsonNode node) {

        static Fields of(String text) throws MalformedLineException {
            JsonNode node;
            try {
                node = Json.read(text);
            } catch (JacksonException notJson) {
                throw new MalformedLineException("it is not JSON: " + notJson.getOriginalMessage());
            }
            if (!node.isObject()) {
                throw new MalformedLineException("it is not a JSON object");
            }
            return new Fields(node);
        }

        String string(String key) throws MalformedLineException {
            String value = optional(key);
            if (value == null) {
                throw new MalformedLineException("\"" + key + "\" is missing");
            }
            return value;
        }

        @Nullable
        String optional(String key) throws MalformedLineException {
            JsonNode value = node.get(key);
            if (value == null || value.isNull()) {
                return null;
            }
            if (!value.isString()) {
                throw new MalformedLineException("\"" + key + "\" is not a string");
            }
            return value.stringValue();
        }

        boolean has(String key) {
            return node.has(key);
        }

        long number(String key) throws MalformedLineException {
            JsonNode value = node.get(key);
            if (value == null || !value.isIntegralNumber()) {
                throw new MalformedLineException("\"" + key + "\" is not a whole number");
            }
            return value.asLong();
        }

        Instant time(String key) throws MalformedLineException {
            String value = string(key);
            try {
                return Instant.parse(value);
            } catch (DateTimeException malformed) {
                throw new MalformedLineException("\"" + key + "\" is not a time in UTC: " + value);
            }
        }

        <E> E word(String key, E[] values, Function<E, String> word) throws MalformedLineException {
            String value = string(key);
            for (E candidate : values) {
                if (word.apply(candidate).equals(value)) {
                    return candidate;
                }
            }
            throw new MalformedLineException("\"" + key + "\" is \"" + value + "\"; known are "
                    + String.join(", ", Arrays.stream(values).map(word).toList()));
        }

        List<String> strings(String key) throws MalformedLineException {
            return list(key, member -> {
                if (!member.node.isString()) {
                    throw new MalformedLineException("a member of \"" + key + "\" is not a string");
                }
                return member.node.stringValue();
            });
        }

        Map<String, String> map(String key) throws MalformedLineException {
            JsonNode object = node.get(key);
            if (object == null || !object.isObject()) {
                throw new MalformedLineException("\"" + key + "\" is not an object");
            }
            Map<String, String> map = new TreeMap<>();
            object.properties()
                    .forEach(each -> map.put(each.getKey(), each.getValue().asString("")));
            return map;
        }

        <T> List<T> list(String key, Member<T> member) throws MalformedLineException {
            JsonNode array = node.get(key);
            if (array == null || !array.isArray()) {
                throw new MalformedLineException("\"" + key + "\" is not a list");
            }
            List<T> list = new ArrayList<>(array.size());
            for (JsonNode node : array) {
                list.add(member.read(new Fields(node)));
            }
            return list;
        }
    }
}
