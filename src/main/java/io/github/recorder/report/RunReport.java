package io.github.recorder.report;

import io.github.recorder.diagnosis.ExplainedMiss;
import io.github.recorder.diagnosis.MissCause;
import io.github.recorder.diagnosis.MissGroup;
import io.github.recorder.diagnosis.MissView;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.provider.Dialects;
import io.github.recorder.record.ChangedRecording;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.ListedRecording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates the page's data for one run. For one use. */
final class RunReport {

    /** The first misses, which a page has in full. */
    private static final int WHOLE_MISSES = 20;

    /** Further misses are in full, too, until all are this long as JSON. */
    private static final int CHARACTERS_OF_MISSES = 192 * 1024;

    private static final int SHORT_DIFFERENCES = 400;

    /** The members that show a request. */
    private static final Set<String> REQUEST = Set.of("body", "messages", "parameters", "media");

    private final RunFacts facts;
    private final ReportedRecordings.Prepared prepared;
    private final Dialects dialects;
    private final SecretScan secrets;
    private final Map<String, String> masked = new HashMap<>();
    private final Map<String, String> maskedTests = new HashMap<>();
    private int room = Integer.MAX_VALUE;
    private @Nullable UnusedRecordings grouped;

    RunReport(RunFacts facts, ReportedRecordings.Prepared prepared, Dialects dialects, SecretScan secrets) {
        this.facts = facts;
        this.prepared = prepared;
        this.dialects = dialects;
        this.secrets = secrets;
    }

    /** Returns the data, without secrets. */
    ObjectNode json() {
        return json(path -> true, id -> true);
    }

    /**
     * Returns the data, without secrets and short: the first misses have their requests, and all others name the file
     * that has it. Unused recordings are grouped, see {@link UnusedRecordings}.
     */
    ObjectNode bounded() {
        room = CHARACTERS_OF_MISSES;
        UnusedRecordings unused = new UnusedRecordings();
        grouped = unused;
        ObjectNode json = json();
        unused.putInto(json);
        ObjectNode counts = (ObjectNode) json.path("counts");
        counts.put("recordings", counts.path("recordings").asInt() + unused.size());
        counts.put("unused", counts.path("unused").asInt() + unused.size());
        return json;
    }

    /**
     * Returns the data of some recordings and misses, without secrets.
     *
     * @param paths which recordings are listed
     * @param missIds which misses are listed; causes list all of theirs
     */
    ObjectNode json(Predicate<String> paths, Predicate<String> missIds) {
        ObjectNode json = Json.nodes().objectNode();
        json.put("run", facts.header().run());
        json.put("plugin", facts.header().plugin());
        json.put("module", facts.header().module());
        json.put("mode", facts.header().mode());
        json.put("build", facts.header().buildStarted().toString());
        json.put("started", facts.header().started().toString());
        json.put(
                "millis",
                facts.ended().toEpochMilli() - facts.header().started().toEpochMilli());
        json.put("sentence", facts.sentence());
        json.put("directory", facts.directory()).put("link", facts.link());
        ObjectNode counts = json.putObject("counts");
        counts.put("served", facts.counts().served())
                .put("missed", facts.counts().missed());
        counts.put("blocked", facts.counts().blocked())
                .put("live", facts.counts().live());
        counts.put("added", facts.recorded().added().size());
        counts.put("changed", facts.recorded().changed().size());
        counts.put("unchanged", facts.recorded().unchanged().size());
        Map<String, ObjectNode> rows = rows(paths);
        counts.put("recordings", rows.size());
        counts.put("unused", rows.values().stream().filter(RunReport::isUnused).count());
        ArrayNode recordings = json.putArray("recordings");
        rows.values().forEach(recordings::add);
        misses(json, missIds);
        changes(json.putArray("changes"), paths);
        ArrayNode troubles = json.putArray("troubles");
        facts.troubles().forEach(trouble -> troubles.add(secrets.masked(trouble)));
        ArrayNode files = json.putArray("files");
        prepared.files().forEach(files::add);
        json.set("bodies", prepared.inline());
        return json;
    }

    private static boolean isUnused(ObjectNode row) {
        return row.path("state").asString("").equals(UnusedRecordings.STATE);
    }

    /** Returns a row for each recording that exists or was served and is not grouped, sorted by path. */
    private Map<String, ObjectNode> rows(Predicate<String> paths) {
        Map<String, List<LedgerEvent.ServedCount>> servings = servings();
        Map<String, String> states = states();
        Map<String, ObjectNode> rows = new TreeMap<>();
        List<ListedRecording> sorted = new ArrayList<>(facts.listed());
        sorted.sort(Comparator.comparing(ListedRecording::path));
        for (ListedRecording listed : sorted) {
            String path = listed.path();
            if (!paths.test(path)) {
                continue;
            }
            String test = listed.testId() == null ? "" : safeTest(listed.testId());
            if (grouped != null
                    && !servings.containsKey(path)
                    && !states.containsKey(path)
                    && !prepared.rows().containsKey(path)) {
                grouped.add(path, test, safe(listed.method()), safe(listed.endpoint()));
                continue;
            }
            ObjectNode row = Json.nodes().objectNode().put("path", path).put("test", test);
            row.put("method", safe(listed.method())).put("endpoint", safe(listed.endpoint()));
            rows.put(path, row);
        }
        prepared.rows()
                .forEach((path, row) -> rows.computeIfAbsent(
                                path, unlisted -> Json.nodes().objectNode().put("path", path))
                        .setAll(row));
        rows.forEach((path, row) -> {
            List<LedgerEvent.ServedCount> its = servings.getOrDefault(path, List.of());
            row.put(
                    "served",
                    its.stream().mapToLong(LedgerEvent.ServedCount::times).sum());
            if (!its.isEmpty()) {
                ArrayNode by = row.putArray("by");
                its.forEach(each -> by.addObject()
                        .put("test", each.test() == null ? "" : safeTest(each.test()))
                        .put("times", each.times()));
            }
            row.put("state", states.getOrDefault(path, its.isEmpty() ? UnusedRecordings.STATE : "served"));
        });
        return rows;
    }

    /** Returns the states of the files that this run recorded, by path. */
    private Map<String, String> states() {
        Map<String, String> states = new HashMap<>();
        facts.recorded().unchanged().forEach(path -> states.put(path, "unchanged"));
        facts.recorded().changed().forEach(change -> states.put(change.path(), "changed"));
        facts.recorded().added().forEach(path -> states.put(path, "new"));
        return states;
    }

    private Map<String, List<LedgerEvent.ServedCount>> servings() {
        Map<String, List<LedgerEvent.ServedCount>> byPath = new HashMap<>();
        facts.servings().stream()
                .sorted(Comparator.comparing(each -> Objects.requireNonNullElse(each.test(), "")))
                .forEach(each -> each.recordings()
                        .forEach(path -> byPath.computeIfAbsent(path, first -> new ArrayList<>())
                                .add(each)));
        return byPath;
    }

    /** Endpoints and tests repeat, and a scan takes longer than a lookup. */
    private String safe(String text) {
        return masked.computeIfAbsent(text, secrets::maskedValue);
    }

    private String safeTest(String id) {
        return maskedTests.computeIfAbsent(id, secrets::maskedTest);
    }

    private void misses(ObjectNode json, Predicate<String> missIds) {
        ArrayNode misses = json.putArray("misses");
        ArrayNode causes = json.putArray("causes");
        for (MissGroup group : facts.misses()) {
            ObjectNode cause = Json.nodes().objectNode();
            cause.put("kind", group.cause().word());
            cause.put("phrase", group.cause().phrase());
            cause.put("sentence", group.sentence(facts.selection()));
            cause.put("command", group.command(facts.selection()));
            cause.put("more", group.cause().more());
            ArrayNode changes = cause.putArray("changes");
            for (MissCause.Change change : group.cause().changes()) {
                changes.addObject()
                        .put("place", change.place())
                        .put("recording", change.recording())
                        .put("request", change.request());
            }
            ArrayNode ids = cause.putArray("misses");
            for (ExplainedMiss entry : group.misses()) {
                ids.add(entry.id());
                if (!missIds.test(entry.id())) {
                    continue;
                }
                ObjectNode miss = MissView.json(entry, facts.selection(), secrets);
                boolean whole = misses.size() < WHOLE_MISSES || room > 0 || entry.report() == null;
                converse(miss);
                miss.put("title", ConversationReader.title(miss, RecordingDetail.TITLE_CHARACTERS));
                for (JsonNode near : miss.path("near")) {
                    converse((ObjectNode) near);
                    ((ObjectNode) near).remove("body"); // It is read as a conversation only.
                }
                if (whole) {
                    room -= Math.min(room, Json.compact(miss).length);
                } else {
                    shorten(miss.put("report", entry.report()));
                }
                misses.add(miss);
            }
            causes.add(secrets.masked((JsonNode) cause));
        }
    }

    /** Leaves out what is long and is in the text file of the miss. */
    private static void shorten(ObjectNode miss) {
        miss.remove(REQUEST);
        ArrayNode all = miss.withArray("near");
        while (all.size() > 1) {
            all.remove(all.size() - 1);
        }
        for (JsonNode near : all) {
            ((ObjectNode) near).remove(REQUEST);
            if (Json.compact(near.path("differences")).length > SHORT_DIFFERENCES) {
                ((ObjectNode) near).put("count", 0).putArray("differences");
            }
        }
    }

    private static void converse(ObjectNode shown) {
        JsonNode body = shown.get("body");
        if (body != null) {
            EmbeddedMedia media = new EmbeddedMedia();
            JsonNode taken = media.taken(body);
            shown.set("body", taken);
            shown.setAll(ConversationReader.read(taken));
            shown.set("media", media.media());
        }
    }

    private void changes(ArrayNode changes, Predicate<String> paths) {
        for (ChangedRecording change : facts.recorded().changed()) {
            if (!paths.test(change.path())) {
                continue;
            }
            RecordingDetail before = RecordingDetail.of(change.before(), dialects, secrets);
            RecordingDetail now = RecordingDetail.of(change.now(), dialects, secrets);
            ObjectNode shown = changes.addObject().put("path", change.path());
            shown.put("kind", kind(before.body().path("responses"), now.body().path("responses")));
            ArrayNode differences = shown.putArray("differences");
            change.differences().forEach(difference -> differences.add(secrets.masked(difference)));
            shown.set("before", before.body().path("responses"));
            shown.set("now", now.body().path("responses"));
        }
    }

    /** Programs act on these members; only people and models read the wording of a text. */
    private static String kind(JsonNode before, JsonNode now) {
        if (before.size() != now.size()) {
            return "behaviour";
        }
        boolean reworded = false;
        for (int i = 0; i < before.size(); i++) {
            for (String name : List.of("status", "exception", "calls", "finish", "items", "vectors", "dimensions")) {
                if (!withoutIds(before.path(i).path(name))
                        .equals(withoutIds(now.path(i).path(name)))) {
                    return "behaviour";
                }
            }
            boolean complied = before.path(i).path("refusal").asString("").isEmpty();
            if (complied != now.path(i).path("refusal").asString("").isEmpty()) {
                return "behaviour";
            }
            reworded |= !before.path(i).path("text").equals(now.path(i).path("text"));
            if (!before.path(i).path("understood").asBoolean(true)
                    && !before.path(i).path("json").equals(now.path(i).path("json"))) {
                return "behaviour";
            }
        }
        return reworded ? "reworded" : "details";
    }

    private static JsonNode withoutIds(JsonNode calls) {
        if (!calls.isArray()) {
            return calls;
        }
        ArrayNode copy = Json.nodes().arrayNode();
        for (JsonNode call : calls) {
            copy.add(
                    call.isObject()
                            ? call.path("name").asString("") + " "
                                    + call.path("arguments").asString("")
                            : call.asString(""));
        }
        return copy;
    }
}
