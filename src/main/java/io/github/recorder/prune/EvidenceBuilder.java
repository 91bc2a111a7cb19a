package io.github.recorder.prune;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestFilter;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.prune.MissingProof.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Weighs ledgers: which of them are of this directory and of the code as it is now, and what is missing for the proof that, together,
 * they are of a complete run. Pure, but for what it asks about the code.
 *
 * <p>Of each module the last run that is whole by itself makes all earlier ones needless: what went wrong in them, or was left
 * out, no longer counts. What they served is kept all the same. Without such a run those of the module are taken together, as
 * shards are.
 */
public final class EvidenceBuilder {

    private static final int MOST_NAMED = 5;

    private final PruneInput matter;
    private final List<MissingProof> gaps = new ArrayList<>();
    private final List<RunSummary> proof = new ArrayList<>();
    private final Map<String, CodeComparison> codeByRun = new HashMap<>();
    private boolean classesWereChosen;

    private EvidenceBuilder(PruneInput matter) {
        this.matter = matter;
    }

    /** Returns what the ledgers prove. */
    public static Evidence weigh(PruneInput matter) {
        return new EvidenceBuilder(matter).weigh();
    }

    private Evidence weigh() {
        List<Ledger> sorted = matter.ledgers().stream()
                .sorted(Comparator.comparing((Ledger ledger) -> ledger.header().started())
                        .thenComparing(ledger -> ledger.header().run()))
                .toList();
        List<Ledger> ofDirectory =
                distinct(sorted.stream().filter(this::isOfDirectory).toList());
        if (ofDirectory.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.NO_LEDGER, "No run has left a ledger of " + matter.recordings(), "Run `mvn verify` first"));
            return new Evidence(List.of(), List.of(), List.of(), gaps, matter.ignoredClasses(), false);
        }
        List<RunSummary> runs = new ArrayList<>();
        Map<String, List<Ledger>> byModule = ofDirectory.stream()
                .collect(Collectors.groupingBy(ledger -> ledger.header().module(), TreeMap::new, Collectors.toList()));
        List<Ledger> newest = newestOfEachModule(byModule.values());
        for (String module : modulesOfDirectory(newest)) {
            List<Ledger> ofModule = byModule.getOrDefault(module, List.of());
            List<RunSummary> current = ofModule.stream()
                    .map(this::witness)
                    .filter(java.util.Objects::nonNull)
                    .toList();
            runs.addAll(current);
            if (current.isEmpty()) {
                gaps.add(
                        ofModule.isEmpty()
                                ? didNotRun(module)
                                : codeChanged(module, ofModule.get(ofModule.size() - 1)));
            } else {
                module(module, current);
            }
        }
        otherModules(newest, sorted);
        outside(newest);
        runs.sort(Comparator.comparing(run -> run.header().started()));
        return new Evidence(ofDirectory, runs, proof, gaps, matter.ignoredClasses(), classesWereChosen);
    }

    /** One ledger may be found in two places. */
    private static List<Ledger> distinct(List<Ledger> ledgers) {
        Map<String, Ledger> byRun = new LinkedHashMap<>();
        ledgers.forEach(ledger -> byRun.merge(
                ledger.header().run(), ledger, (one, other) -> one.end() == null && other.end() != null ? other : one));
        return List.copyOf(byRun.values());
    }

    private boolean isOfDirectory(Ledger ledger) {
        RunHeader header = ledger.header();
        Path there = Path.of(header.recordings());
        // Of another machine, or another checkout, only the place within the build can be compared.
        boolean samePlace = header.recordingsFromRoot() != null
                && header.recordingsFromRoot().equals(matter.recordingsFromRoot());
        return there.equals(matter.recordings()) || (samePlace && !Files.isDirectory(there));
    }

    private static List<Ledger> newestOfEachModule(Collection<List<Ledger>> byModule) {
        return byModule.stream().map(ledgers -> ledgers.get(ledgers.size() - 1)).toList();
    }

    /** Returns the modules that use the directory, as the newest of the runs tells: it knows what the build is like by now. */
    private Set<String> modulesOfDirectory(List<Ledger> newest) {
        Set<String> modules = new TreeSet<>();
        for (Ledger ledger : newest) {
            RunHeader header = ledger.header();
            modules.add(header.module());
            header.reactor().stream()
                    .filter(module -> module.recordings().equals(header.recordings()))
                    .forEach(module -> modules.add(module.module()));
        }
        return modules;
    }

    private @Nullable RunSummary witness(Ledger ledger) {
        LedgerEvent.CodeState then = ledger.code();
        CodeComparison verdict = verdict(ledger);
        return then == null || verdict != CodeComparison.SAME ? null : new RunSummary(ledger, then);
    }

    private CodeComparison verdict(Ledger ledger) {
        return codeByRun.computeIfAbsent(ledger.header().run(), unseen -> {
            LedgerEvent.CodeState then = ledger.code();
            LedgerEvent.CodeState now = matter.code().of(ledger.header());
            if (then == null || now == null) {
                return then == null ? CodeComparison.UNKNOWN_THEN : CodeComparison.UNKNOWN_NOW;
            }
            if (!then.sources().equals(now.sources())) {
                return CodeComparison.SOURCES_DIFFER;
            }
            boolean compiledDiffer =
                    !now.testClasses().isEmpty() && !then.testClasses().equals(now.testClasses());
            return compiledDiffer ? CodeComparison.CLASSES_DIFFER : CodeComparison.SAME;
        });
    }

    /** How the code of a run compares with the code as it is now. */
    private enum CodeComparison {
        SAME,
        SOURCES_DIFFER,
        CLASSES_DIFFER,
        UNKNOWN_THEN,
        UNKNOWN_NOW
    }

    private MissingProof codeChanged(String module, Ledger last) {
        return switch (verdict(last)) {
            case SOURCES_DIFFER ->
                new MissingProof(
                        Kind.CODE_CHANGED,
                        "The sources or the pom of " + module + " changed since its last run, of "
                                + started(last.header()),
                        "Run `mvn verify` again");
            case CLASSES_DIFFER ->
                new MissingProof(
                        Kind.CODE_CHANGED,
                        "The compiled tests of " + module + " changed since its last run, of " + started(last.header()),
                        "Run `mvn verify` again");
            case UNKNOWN_NOW ->
                new MissingProof(
                        Kind.CODE_CHANGED,
                        "The code of " + module + " is not here, so it cannot be compared with that of its run",
                        "Prune from the root of the whole build");
            default -> incomplete(module, last);
        };
    }

    private static MissingProof didNotRun(String module) {
        return new MissingProof(
                Kind.MODULE_DID_NOT_RUN,
                "The module " + module + " uses the same directory, and no run of it has left a ledger here",
                "Run `mvn verify`, and prune, from the root of the whole build");
    }

    private static MissingProof incomplete(String module, Ledger ledger) {
        return new MissingProof(
                Kind.INCOMPLETE_LEDGER,
                "The run of " + module + " that started at " + started(ledger.header()) + " did not come to its end",
                "Run `mvn verify` again");
    }

    private void module(String module, List<RunSummary> runs) {
        int whole = -1;
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).whole(matter.ignoredClasses())) {
                whole = i;
            }
        }
        List<RunSummary> relevant = runs.subList(Math.max(whole, 0), runs.size());
        relevant.stream().filter(RunSummary::countsForCoverage).forEach(proof::add);
        if (whole < 0) {
            coverage(module, relevant);
        }
        troubles(relevant);
    }

    /** Finds what keeps runs that are not whole one by one from being whole together. */
    private void coverage(String module, List<RunSummary> runs) {
        Set<String> missing = new TreeSet<>();
        Set<String> covered = new LinkedHashSet<>();
        for (RunSummary run : runs) {
            missing.addAll(run.code().classes());
            if (run.countsForCoverage()) {
                covered.addAll(run.classesRun());
            }
        }
        boolean chosen =
                runs.stream().anyMatch(run -> run.countsForCoverage() && run.leavesOut(TestFilter.Scope.CLASSES));
        if (chosen && runs.stream().noneMatch(run -> run.ranAllClasses(matter.ignoredClasses()))) {
            classesWereChosen = true;
        }
        missing.removeAll(covered);
        missing.removeAll(matter.ignoredClasses());
        if (missing.isEmpty() && !covered.isEmpty()) {
            return;
        }
        int before = gaps.size();
        for (RunSummary run : runs) {
            if (run.ledger().end() == null) {
                gaps.add(incomplete(module, run.ledger()));
            }
            if (!run.code().edited().isEmpty()) {
                gaps.add(new MissingProof(
                        Kind.EDITED_DURING_BUILD,
                        "While the build of " + module + " ran, these files changed: "
                                + named(run.code().edited()),
                        "Run `mvn verify` again"));
            }
        }
        boolean cutShort = gaps.size() > before;
        filters(runs);
        if (!missing.isEmpty() && !cutShort) {
            gaps.add(
                    new MissingProof(
                            Kind.CLASS_DID_NOT_RUN,
                            "Of " + module + " these test classes did not run whole: " + named(missing),
                            "Run them too, or name those that never run in <ignoredTestClasses> (-Drecorder.ignoredTestClasses)"));
        } else if (gaps.size() == before && runs.stream().allMatch(RunSummary::replayed)) {
            gaps.add(new MissingProof(
                    Kind.CLASS_DID_NOT_RUN, "No test class of " + module + " was seen to run", "Run `mvn verify`"));
        }
    }

    private void filters(List<RunSummary> runs) {
        Set<String> written = new TreeSet<>();
        for (RunSummary run : runs) {
            run.filters().stream()
                    .filter(filter -> filter.reach() != TestFilter.Scope.MODULES)
                    .forEach(filter -> written.add(filter.written()));
        }
        if (!written.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.FILTERED,
                    "Tests were left out by " + String.join(", ", written),
                    "Run `mvn verify` without it"));
        }
    }

    private void troubles(List<RunSummary> runs) {
        Map<String, TestStatus> last = new LinkedHashMap<>();
        Map<String, LedgerEvent.Report> reports = new LinkedHashMap<>();
        Set<String> misses = new LinkedHashSet<>();
        Set<String> unfinished = new LinkedHashSet<>();
        Set<String> shownInReplay = new HashSet<>();
        for (RunSummary run : runs) {
            Set<String> ended = run.addTo(last, shownInReplay);
            reports.putAll(run.reports());
            run.missed().forEach(miss -> misses.add(miss.text()));
            unfinished.removeAll(ended);
            unfinished.addAll(run.unfinished());
            run.crashed()
                    .forEach(crash -> gaps.add(new MissingProof(
                            Kind.CRASHED,
                            "The test plugin says \"" + withoutClassName(crash.text()) + "\"",
                            "Mend that and run `mvn verify` again")));
            if (!run.replayed() || run.wentOut()) {
                gaps.add(new MissingProof(
                        Kind.NOT_REPLAY,
                        "The run of " + started(run.header()) + " was in mode "
                                + run.header().mode() + (run.wentOut() ? " and called a real service" : ""),
                        "Run `mvn verify` in mode replay"));
            }
        }
        failed(last, reports);
        if (!unfinished.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.TEST_FAILED,
                    "These tests began and did not end: " + named(unfinished),
                    "Run `mvn verify` again"));
        }
        if (!misses.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.MISSED,
                    misses.size() + (misses.size() == 1 ? " request" : " different requests") + " found no recording",
                    "Record what is missing and run `mvn verify` again"));
        }
    }

    private void failed(Map<String, TestStatus> last, Map<String, LedgerEvent.Report> reports) {
        List<String> failed = new ArrayList<>();
        List<String> aborted = new ArrayList<>();
        last.forEach((test, status) -> {
            if (status == TestStatus.FAILED) {
                failed.add(test);
            } else if (status == TestStatus.ABORTED) {
                aborted.add(test);
            }
        });
        reports.forEach((name, report) -> {
            boolean told = failed.stream()
                    .anyMatch(test -> TestName.of(test).className().equals(name));
            if (report.failures() + report.errors() > 0 && !told) {
                failed.add(name);
            }
        });
        if (!failed.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.TEST_FAILED, "These tests failed: " + named(failed), "Mend them and run `mvn verify` again"));
        }
        if (!aborted.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.TEST_FAILED,
                    "An assumption ended these tests early: " + named(aborted),
                    "Run `mvn verify` where the assumption holds"));
        }
    }

    /** A run that left out modules is of a whole build only where the others have run too. */
    private void otherModules(List<Ledger> newest, List<Ledger> all) {
        Set<String> leftOutBy = new TreeSet<>();
        Set<String> absent = new TreeSet<>();
        Set<String> shared = modulesOfDirectory(newest);
        for (Ledger ledger : newest) {
            for (TestFilter filter : ledger.header().filters()) {
                if (filter.reach() == TestFilter.Scope.MODULES) {
                    leftOutBy.add(filter.written());
                    ledger.header().reactor().forEach(module -> absent.add(module.module()));
                }
            }
        }
        absent.removeAll(shared);
        all.stream()
                .filter(ledger -> absent.contains(ledger.header().module()) && verdict(ledger) == CodeComparison.SAME)
                .forEach(ledger -> absent.remove(ledger.header().module()));
        if (!absent.isEmpty()) {
            gaps.add(new MissingProof(
                    Kind.FILTERED,
                    "Modules were left out by " + String.join(", ", leftOutBy) + ": " + named(absent),
                    "Run `mvn verify` from the root of the whole build"));
        }
    }

    /** What lies outside the build that ran may be in use by others, of which its ledgers tell nothing. */
    private void outside(List<Ledger> newest) {
        for (Ledger ledger : newest) {
            if (ledger.header().recordingsFromRoot() == null) {
                gaps.add(new MissingProof(
                        Kind.OUTSIDE_MODULE,
                        "The run of " + ledger.header().module() + " was of a part of the build that "
                                + matter.recordings() + " lies outside of",
                        "Run `mvn verify` from the root of the whole build"));
            }
        }
    }

    private static String withoutClassName(String text) {
        return text.replaceFirst("^[\\w.$]+(Exception|Error): ", "");
    }

    /** Returns when a run started, to the second. */
    private static String started(RunHeader header) {
        return header.started().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String named(Collection<String> names) {
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = names.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
