package io.github.recorder.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The report for a pull request's comment, or a step summary of a CI: what changed by meaning, misses by cause, unused
 * recordings. Texts of recordings are in code spans, so nothing in them is markup. Pure.
 */
final class SummaryMarkdown {

    private static final int MOST_LISTED = 20;
    private static final int MOST_CHARACTERS = 300;
    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private final StringBuilder text = new StringBuilder();

    private SummaryMarkdown() {}

    /** Returns the summary of runs; it ends with a newline. */
    static String of(String name, List<ObjectNode> runs, List<ObjectNode> checks) {
        SummaryMarkdown summary = new SummaryMarkdown();
        summary.text.append("## Recorder: ").append(code(name)).append("\n\n");
        summary.counts(runs);
        runs.forEach(summary::misses);
        runs.forEach(summary::changes);
        runs.forEach(summary::added);
        runs.forEach(summary::unused);
        runs.stream().limit(1).forEach(summary::outdated);
        runs.forEach(summary::troubles);
        checks.forEach(summary::check);
        return summary.text.toString();
    }

    private void counts(List<ObjectNode> runs) {
        text.append("| | served | missed | blocked | live | new | changed | unused |\n");
        text.append("| --- | --: | --: | --: | --: | --: | --: | --: |\n");
        for (ObjectNode run : runs) {
            text.append("| ").append(code(run.path("module").asString("")));
            for (String count : List.of("served", "missed", "blocked", "live", "added", "changed", "unused")) {
                text.append(" | ").append(run.path("counts").path(count).asLong(0));
            }
            text.append(" |\n");
        }
    }

    private void misses(ObjectNode run) {
        list("Misses by cause", run.path("causes"), cause -> {
            String requests = count(cause.path("misses").size(), "request");
            return requests + ": " + code(cause.path("phrase").asString("")) + "<br>"
                    + code(cause.path("command").asString(""));
        });
    }

    private void changes(ObjectNode run) {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("behaviour", "Changed behaviour");
        titles.put("reworded", "Reworded");
        titles.put("details", "Changed in details");
        titles.forEach((kind, title) -> list(
                title,
                filtered(run.path("changes"), "kind", kind),
                change -> code(change.path("path").asString("")) + ": "
                        + code(change.path("differences")
                                .valueStream()
                                .map(difference -> difference.asString(""))
                                .reduce((one, other) -> one + "; " + other)
                                .orElse(""))));
    }

    private void added(ObjectNode run) {
        list(
                "New recordings",
                filtered(run.path("recordings"), "state", "new"),
                row -> code(row.path("path").asString(""))
                        + (row.path("title").asString("").isEmpty()
                                ? ""
                                : ": " + code(row.path("title").asString(""))));
    }

    private void unused(ObjectNode run) {
        list("Recordings that no request used", UnusedRecordings.paths(run), path -> code(path.asString("")));
    }

    private void outdated(ObjectNode run) {
        JsonNode outdated = run.path("outdated");
        list(
                "Recordings older than " + code(outdated.path("maxAge").asString("")),
                outdated.path("recordings"),
                row -> code(row.path("path").asString("")) + ", made "
                        + row.path("made").asString(""));
    }

    private void troubles(ObjectNode run) {
        list("Problems", run.path("troubles"), trouble -> code(trouble.asString("")));
    }

    private void check(ObjectNode check) {
        text.append("\n### Real services\n\n")
                .append(code(check.path("module").asString("")))
                .append(": ")
                .append(check.path("counts").asString(""))
                .append('\n');
        check.path("differing")
                .valueStream()
                .map(one -> one.path("verdict").asString(""))
                .filter(verdict -> !verdict.isEmpty())
                .distinct()
                .forEach(verdict -> list(
                        verdict.substring(0, 1).toUpperCase(Locale.ROOT) + verdict.substring(1),
                        filtered(check.path("differing"), "verdict", verdict),
                        one -> code(one.path("path").asString("")) + ": "
                                + code(one.path("details")
                                        .valueStream()
                                        .map(detail -> detail.asString(""))
                                        .collect(Collectors.joining("; ")))));
    }

    private static List<JsonNode> filtered(JsonNode items, String member, String value) {
        return items.valueStream()
                .filter(item -> item.path(member).asString("").equals(value))
                .toList();
    }

    /** Appends an item in Markdown. */
    @FunctionalInterface
    private interface Line {
        String of(JsonNode item);
    }

    private void list(String title, Iterable<JsonNode> items, Line line) {
        List<JsonNode> all = new ArrayList<>();
        items.forEach(all::add);
        if (all.isEmpty()) {
            return;
        }
        text.append("\n### ").append(title).append(" (").append(all.size()).append(")\n\n");
        all.stream()
                .limit(MOST_LISTED)
                .forEach(item -> text.append("- ").append(line.of(item)).append('\n'));
        if (all.size() > MOST_LISTED) {
            text.append("- and ").append(all.size() - MOST_LISTED).append(" more\n");
        }
    }

    private static String count(int number, String noun) {
        return number + " " + (number == 1 ? noun : noun + "s");
    }

    /** Returns a code span of one line, delimited by more backticks than the text contains. */
    static String code(String some) {
        String line = some.strip().replaceAll("\\s+", " ").replace("|", "\u00a6");
        String cut = line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "\u2026";
        if (cut.isEmpty()) {
            return "";
        }
        int longest = BACKTICKS
                .matcher(cut)
                .results()
                .mapToInt(match -> match.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        String room = longest > 0 ? " " : "";
        return fence + room + cut + room + fence;
    }
}
