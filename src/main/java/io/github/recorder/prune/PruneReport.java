package io.github.recorder.prune;

import io.github.recorder.ledger.CiJob;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.recording.Json;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reports a plan and its outcome, as lines of text and as JSON. */
public final class PruneReport {

    /** The version of the JSON form, which the documentation describes. */
    static final String VERSION = "2.1";

    private static final int MOST_LISTED = 100;
    private static final int MOST_KEPT_NAMED = 3;
    private static final String TITLE = "### Recordings that no test needs";
    private static final String NO_TEST = "(no test: shared by all)";

    private final PrunePlan plan;
    private final PruneOutcome outcome;
    private final String directory;
    private final Path basedir;

    /**
     * Creates a report.
     *
     * @param directory the recordings directory as messages name it
     * @param basedir the directory of the project, to which messages give paths relative
     */
    public PruneReport(PrunePlan plan, PruneOutcome outcome, String directory, Path basedir) {
        this.plan = plan;
        this.outcome = outcome;
        this.directory = directory;
        this.basedir = basedir;
    }

    /** Returns the counts in one line. */
    public String summary() {
        String stale = switch (outcome.kind()) {
            case DRY_RUN -> plan.stale().size() + " stale";
            case QUARANTINE -> outcome.done().size() + " pruned";
            case DELETE -> outcome.done().size() + " deleted";
        };
        String failed =
                outcome.failed().isEmpty() ? "" : ", " + outcome.failed().size() + " that could not be";
        return directory + ": " + count(plan.total(), "recording") + ", " + plan.served() + " served, " + stale + failed
                + ", " + plan.kept().size() + " kept unserved" + candidates();
    }

    private String candidates() {
        int count = plan.probablyUnused().size();
        return count == 0 ? "" : " (" + count + " probably unused)";
    }

    /** Returns the whole report, counts first, recordings sorted by test. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(summary());
        lines.add(proof());
        if (!plan.evidence().complete()) {
            list(plan.evidence().gaps().stream().map(MissingProof::sentence).toList(), lines);
        }
        List<RefusedLedger> refused = plan.evidence().refused();
        if (!refused.isEmpty()) {
            lines.add("Ledgers that prove nothing; what they saw served is kept even so:");
            list(refused.stream().map(each -> each.sentence() + ".").toList(), lines);
        }
        stale(lines);
        failed(lines);
        if (!plan.probablyUnused().isEmpty()) {
            lines.add("Probably unused; a whole `mvn verify` would tell:");
            listByTest(plan.probablyUnused(), lines);
        }
        kept(lines);
        artifacts(lines);
        return lines;
    }

    private void artifacts(List<String> lines) {
        for (ArtifactVerdicts artifact : plan.artifacts()) {
            int unneeded = artifact.unneeded().size();
            if (unneeded > 0) {
                lines.add("No test of " + directory + " needs " + unneeded + " of the "
                        + count(artifact.recordings(), "recording") + " in " + artifact.artifact()
                        + " (prune-artifacts.txt). Its next version can leave out those that no other user of it"
                        + " needs.");
            }
            if (artifact.probablyUnneeded() > 0) {
                lines.add(artifact.probablyUnneeded() + " of the " + count(artifact.recordings(), "recording") + " in "
                        + artifact.artifact() + " are probably unused by its tests; a whole `mvn verify` would tell.");
            }
        }
    }

    /** Returns the recordings of artifacts that no test of the directory needs, one a line after their artifact. */
    String artifactList() {
        return plan.artifacts().stream()
                .flatMap(artifact -> artifact.unneeded().stream().map(path -> artifact.artifact() + " " + path + "\n"))
                .collect(Collectors.joining());
    }

    private static void list(List<String> sentences, List<String> lines) {
        sentences.stream().limit(MOST_LISTED).forEach(sentence -> lines.add("  - " + sentence));
        if (sentences.size() > MOST_LISTED) {
            lines.add("  and " + (sentences.size() - MOST_LISTED) + " more, all of them in prune.json");
        }
    }

    private String proof() {
        Evidence evidence = plan.evidence();
        String runs = count(evidence.ledgers().size(), "run") + ", " + count(evidence.tests(), "test");
        if (plan.forced()) {
            return "FORCED: without the proof of a whole run (" + runs
                    + "). What any ledger saw served is kept, and what belongs to tests that did not run.";
        }
        return evidence.complete() ? "Proof: complete (" + runs + ")." : "Proof: not complete, so nothing was removed:";
    }

    private void stale(List<String> lines) {
        List<Verdict> stale = outcome.kind() == PruneOutcome.Kind.DRY_RUN ? plan.stale() : outcome.done();
        if (stale.isEmpty()) {
            return;
        }
        lines.add(
                switch (outcome.kind()) {
                    case DRY_RUN -> "Stale:";
                    case QUARANTINE ->
                        "Pruned recordings are in " + shown(outcome.quarantine()) + " until `mvn clean`, and "
                                + lasting() + ". `mvn recorder:restore` restores them:";
                    case DELETE -> "Deleted:";
                });
        listByTest(stale, lines);
    }

    private String lasting() {
        return outcome.lasting() == null
                ? "in git"
                : "those that git cannot restore in " + shown(outcome.lasting()) + " until you delete it";
    }

    private String shown(@Nullable Path path) {
        if (path == null) {
            return "";
        }
        Path shown = path.startsWith(basedir) ? basedir.relativize(path) : path;
        return shown.toString().replace(File.separatorChar, '/');
    }

    private static void listByTest(List<Verdict> verdicts, List<String> lines) {
        String test = "";
        for (Verdict verdict : verdicts.subList(0, Math.min(MOST_LISTED, verdicts.size()))) {
            String its = verdict.test() == null ? NO_TEST : verdict.test();
            if (!its.equals(test)) {
                lines.add("  " + its);
                test = its;
            }
            lines.add("    " + verdict.path() + " - " + verdict.detail());
        }
        if (verdicts.size() > MOST_LISTED) {
            lines.add("  and " + (verdicts.size() - MOST_LISTED) + " more, all of them in prune.json");
        }
    }

    private void failed(List<String> lines) {
        if (!outcome.failed().isEmpty()) {
            lines.add("Stale, but left where they are:");
            outcome.failed()
                    .forEach(failure -> lines.add("    " + failure.verdict().path() + " - " + failure.reason()));
        }
    }

    private void kept(List<String> lines) {
        Map<String, List<Verdict>> groups = new TreeMap<>();
        for (Verdict verdict : plan.kept()) {
            if (verdict.reason() == Verdict.Reason.PROBABLY_UNUSED) {
                continue;
            }
            groups.computeIfAbsent(verdict.detail(), unseen -> new ArrayList<>())
                    .add(verdict);
        }
        if (!groups.isEmpty()) {
            lines.add("Kept, although no test requested them:");
        }
        groups.forEach((detail, verdicts) -> lines.add("  " + verdicts.size() + ": " + detail + " ("
                + verdicts.stream().limit(MOST_KEPT_NAMED).map(Verdict::path).collect(Collectors.joining(", "))
                + (verdicts.size() > MOST_KEPT_NAMED ? ", ..." : "") + ")"));
    }

    /**
     * Returns the stale recordings as patterns for {@code git --pathspec-from-file}, one a line.
     *
     * @param directory the recordings directory, relative to the top of the working tree, with forward slashes
     */
    public String pathspecs(String directory) {
        String prefix = ":(top,literal)" + (directory.isEmpty() ? "" : directory + "/");
        return plan.stale().stream()
                .map(verdict -> quoted(prefix + verdict.path()) + "\n")
                .collect(Collectors.joining());
    }

    /** Returns a line as git reads it, which may be in quotes. */
    private static String quoted(String line) {
        return line.indexOf('\n') < 0
                ? line
                : "\"" + line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** Returns a summary in Markdown, for a pull request. */
    public String markdown() {
        List<String> lines = new ArrayList<>(List.of(TITLE, "", summary(), "", proof()));
        if (!plan.evidence().complete()) {
            lines.add("");
            list(plan.evidence().gaps().stream().map(MissingProof::sentence).toList(), lines);
        }
        List<Verdict> stale = plan.stale();
        if (!stale.isEmpty()) {
            lines.addAll(List.of("", "| recording | test | why |", "| --- | --- | --- |"));
            stale.stream()
                    .limit(MOST_LISTED)
                    .forEach(verdict -> lines.add("| " + cell(verdict.path()) + " | "
                            + cell(verdict.test() == null ? NO_TEST : verdict.test()) + " | " + cell(verdict.detail())
                            + " |"));
        }
        if (stale.size() > MOST_LISTED) {
            lines.addAll(List.of("", "And " + (stale.size() - MOST_LISTED) + " more."));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Returns the summary for a directory that was not judged. */
    static String refusal(String directory, String why) {
        return TITLE + "\n\n" + directory + ": nothing was pruned. " + why + "\n";
    }

    /** Returns a text that no character ends or marks up, as the content of a cell. */
    private static String cell(String text) {
        return "<code>"
                + text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace("|", "&#124;")
                        .replace("`", "&#96;")
                        .replace("\n", " ")
                + "</code>";
    }

    /** Returns the report as JSON, UTF-8. */
    public byte[] json(Instant now) {
        ObjectNode report = Json.nodes().objectNode();
        report.put("format", "recorder-prune").put("version", VERSION).put("at", now.toString());
        report.put("recordings", plan.recordings().toString());
        report.put("action", outcome.kind().name().toLowerCase(Locale.ROOT)).put("forced", plan.forced());
        report.put(
                "quarantine",
                outcome.quarantine() == null ? null : outcome.quarantine().toString());
        report.put(
                "lasting", outcome.lasting() == null ? null : outcome.lasting().toString());
        ObjectNode counts = report.putObject("counts");
        counts.put("recordings", plan.total())
                .put("served", plan.served())
                .put("stale", plan.stale().size());
        counts.put("kept", plan.kept().size());
        counts.put("pruned", outcome.done().size())
                .put("failed", outcome.failed().size());
        proof(report.putObject("proof"));
        Map<String, String> fates = new LinkedHashMap<>();
        outcome.done().forEach(verdict -> fates.put(verdict.path(), ""));
        outcome.failed().forEach(failure -> fates.put(failure.verdict().path(), failure.reason()));
        ArrayNode stale = report.putArray("stale");
        for (Verdict verdict : plan.stale()) {
            ObjectNode node = stale(stale.addObject(), verdict);
            String failure = fates.get(verdict.path());
            node.put("pruned", failure != null && failure.isEmpty());
            node.put("failure", failure == null || failure.isEmpty() ? null : failure);
        }
        ArrayNode kept = report.putArray("kept");
        plan.kept().forEach(verdict -> common(kept.addObject(), verdict));
        ArrayNode artifacts = report.putArray("artifacts");
        for (ArtifactVerdicts each : plan.artifacts()) {
            ObjectNode artifact = artifacts.addObject().put("artifact", each.artifact());
            artifact.put("recordings", each.recordings()).put("served", each.served());
            ArrayNode unneeded = artifact.putArray("unneeded");
            each.unneeded().forEach(unneeded::add);
        }
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
    }

    private void proof(ObjectNode proof) {
        Evidence evidence = plan.evidence();
        proof.put("complete", evidence.complete());
        ArrayNode runs = proof.putArray("runs");
        for (LedgerHead ledger : evidence.ledgers()) {
            RunHeader header = ledger.header();
            ObjectNode run = runs.addObject().put("run", header.run()).put("module", header.module());
            run.put("ledger", ledger.file().toString());
            CiJob job = header.job();
            run.put("job", job == null ? null : job.name());
            run.put("attempt", job == null ? null : job.attempt());
        }
        ArrayNode refused = proof.putArray("refused");
        evidence.refused()
                .forEach(each -> refused.addObject()
                        .put("ledger", each.file().toString())
                        .put("why", each.why()));
        ArrayNode missing = proof.putArray("missing");
        for (MissingProof gap : evidence.gaps()) {
            missing.addObject()
                    .put("kind", gap.kind().name().toLowerCase(Locale.ROOT))
                    .put("what", gap.what())
                    .put("remedy", gap.remedy());
        }
    }

    private static ObjectNode stale(ObjectNode node, Verdict verdict) {
        common(node, verdict);
        node.put("superseded_by", verdict.supersededBy());
        ArrayNode differs = node.putArray("differs");
        verdict.differs().forEach(differs::add);
        RecordingFingerprint fingerprint = verdict.fingerprint();
        if (fingerprint != null) {
            node.put("size", fingerprint.size()).put("sha256", fingerprint.sha256());
        }
        return node;
    }

    private static void common(ObjectNode node, Verdict verdict) {
        node.put("path", verdict.path()).put("test", verdict.test());
        node.put("reason", verdict.reason().word()).put("detail", verdict.detail());
    }

    private static String count(int number, String noun) {
        return number + " " + (number == 1 ? noun : noun + "s");
    }
}
