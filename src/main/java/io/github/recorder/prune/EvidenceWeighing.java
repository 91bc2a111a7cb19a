package io.github.recorder.prune;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.CiJob;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingsPath;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestClassFinder;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.prune.MissingProof.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the decisive runs of each module, and what is missing for the proof. Of the runs in this checkout the last is
 * decisive that left nothing out. The runs of a CI's jobs, whose ledgers the user names, are all decisive if they cover
 * the current code, except those of jobs that were run again. Filtered runs prove something only together.
 */
final class EvidenceWeighing {

    /** What a filtered run lacks, and others may have. */
    private static final Set<Kind> PARTIAL = EnumSet.of(Kind.FILTERED, Kind.EXECUTION_DID_NOT_RUN);

    private final Path recordings;
    private final BuildLayout build;
    private final List<ProjectModule> users;
    private final TestCode code;
    private final CurrentCode current;
    private final Set<String> ignoredClasses;
    private final @Nullable String fromRoot;
    private final RunAgreement agreement = new RunAgreement();
    private final RunTally tally = new RunTally();
    private final List<LedgerHead> runs = new ArrayList<>();
    private final List<MissingProof> gaps = new ArrayList<>();
    private final List<RefusedLedger> refused = new ArrayList<>();
    private final List<LedgerHead> named = new ArrayList<>();
    private boolean hasTests;
    private final Set<String> executions = new HashSet<>();

    /**
     * Creates the weighing for one recordings directory.
     *
     * @param users the modules that use the directory
     * @param ignoredClasses binary names of test classes that no run is expected to run
     */
    EvidenceWeighing(
            Path recordings,
            BuildLayout build,
            List<ProjectModule> users,
            TestCode code,
            CurrentCode current,
            Set<String> ignoredClasses)
            throws IOException {
        this.recordings = recordings;
        this.build = build;
        this.users = users;
        this.code = code;
        this.current = current;
        this.ignoredClasses = ignoredClasses;
        this.fromRoot = RecordingsPath.fromRoot(build.root(), recordings);
    }

    /** The ledgers that one module wrote in one build of a job. */
    private record JobRun(String module, @Nullable CiJob job, String basedir, Instant buildStarted) {

        static JobRun of(LedgerHead head) {
            RunHeader header = head.header();
            return new JobRun(header.module(), header.job(), header.basedir(), header.buildStarted());
        }
    }

    /**
     * Weighs the ledgers.
     *
     * @param all the ledgers that were found in this checkout
     * @param ofDirectory those of the directory, the earliest first
     * @param jobs the ledgers that the user names
     */
    void weigh(List<Ledger> all, List<Ledger> ofDirectory, JobLedgers jobs)
            throws IOException, UnreadableLedgerException {
        if (!recordings.startsWith(build.root())) {
            gaps.add(new MissingProof(
                    Kind.OUTSIDE_BUILD,
                    recordings + " is not below " + build.root() + ", so other builds may use it",
                    "Move it there, or prune with -Drecorder.force"));
        }
        build.modules().stream()
                .map(ProjectModule::recordings)
                .filter(other ->
                        !other.equals(recordings) && (other.startsWith(recordings) || recordings.startsWith(other)))
                .findFirst()
                .ifPresent(other -> gaps.add(new MissingProof(
                        Kind.NESTED_DIRECTORY,
                        other + " is a recordings directory too, and one of the two is in the other",
                        "Move one of them, or use one directory for both")));
        jobs.torn().forEach(file -> gaps.add(incomplete(file)));
        List<LedgerHead> accepted = accepted(jobs);
        MissingJobs missing = MissingJobs.of(accepted);
        Map<String, List<LedgerHead>> acceptedOf = ofUsers(accepted);
        int gapsBefore = gaps.size();
        for (String module : users.stream().map(ProjectModule::id).distinct().toList()) {
            weigh(module, all, ofDirectory, acceptedOf.getOrDefault(module, List.of()), missing);
        }
        if (!missing.missing().isEmpty() && gaps.stream().noneMatch(gap -> gap.kind() == Kind.CLASS_DID_NOT_RUN)) {
            gaps.add(gapsBefore, new MissingProof(Kind.JOB_DID_NOT_RUN, missing.summary(), "Run them"));
        }
        gaps.addAll(agreement.snapshotGaps());
        if (gaps.isEmpty() && !hasTests) {
            gaps.add(new MissingProof(
                    Kind.NO_TEST, "No test passed between start and stop", "Run `mvn verify` with the tests"));
        }
        if (!named.isEmpty()) {
            RunAgreement.ofSettings(runs).ifPresent(gaps::add);
        }
    }

    private static MissingProof incomplete(Path file) {
        return new MissingProof(
                Kind.INCOMPLETE_LEDGER,
                "The ledger " + file + " was cut, so it is not known what its run was served",
                "Run its job again");
    }

    /** Returns the named ledgers of the current code, whichever directory they are of. */
    private List<LedgerHead> accepted(JobLedgers jobs) throws IOException, UnreadableLedgerException {
        List<LedgerHead> sameCode = new ArrayList<>();
        for (LedgerHead head : jobs.heads()) {
            String difference = current.difference(head).orElse(null);
            // A module of the same code that is unknown here may be in a profile; it keeps the directory unproven.
            if (!isOfBuild(head) && (difference != null || !isOfDirectory(head))) {
                difference = "is of " + head.header().module() + ", which is no module of this build with this plugin";
            }
            if (difference == null && isOfDirectory(head)) {
                difference = current.differenceOfTests(head).orElse(null);
            }
            if (difference == null) {
                sameCode.add(head);
            } else {
                refuse(head, difference);
            }
        }
        Map<String, Long> last = JobLedgers.lastAttempts(sameCode);
        List<LedgerHead> accepted = new ArrayList<>();
        for (LedgerHead head : sameCode) {
            CiJob job = head.header().job();
            if (job == null || last.getOrDefault(job.name(), 0L) <= job.attempt()) {
                accepted.add(head);
            } else {
                refuse(
                        head,
                        "is of try " + job.attempt() + ": job " + job.name() + " was run again, in try "
                                + last.get(job.name()));
            }
        }
        return accepted;
    }

    private boolean isOfBuild(LedgerHead head) {
        return build.modules().stream()
                .anyMatch(module -> module.id().equals(head.header().module()));
    }

    private boolean isOfDirectory(LedgerHead head) {
        return fromRoot == null
                ? Path.of(head.header().recordings()).equals(recordings)
                : fromRoot.equals(head.header().recordingsFromRoot());
    }

    /** Notes that a ledger proves nothing. The recordings that its run was served are needed even so. */
    private void refuse(LedgerHead head, String why) throws UnreadableLedgerException {
        refused.add(new RefusedLedger(head.file(), why));
        if (isOfDirectory(head)) {
            named.add(head);
            LedgerReader.scan(head.file(), this::addUse);
        }
    }

    private void addUse(LedgerEvent event) {
        if (event instanceof LedgerEvent.Served served) {
            tally.addServed(served.recordings());
        } else if (event instanceof LedgerEvent.Recorded recorded) {
            tally.addServed(List.of(recorded.recording()));
        }
    }

    /** Returns the accepted ledgers by their modules, all of which use the directory. */
    private Map<String, List<LedgerHead>> ofUsers(List<LedgerHead> accepted) throws UnreadableLedgerException {
        Set<String> ids = users.stream().map(ProjectModule::id).collect(Collectors.toSet());
        Map<String, List<LedgerHead>> ofUsers = new TreeMap<>();
        Map<String, Path> others = new TreeMap<>();
        for (LedgerHead head : accepted) {
            RunHeader header = head.header();
            boolean proves = ids.contains(header.module()) && header.goal().equals(RunHeader.START);
            if (isOfDirectory(head)) {
                named.add(head);
                others.putIfAbsent(header.module(), head.file());
                header.reactor().stream()
                        .filter(module -> module.recordings().equals(header.recordings()))
                        .forEach(module -> others.putIfAbsent(module.module(), head.file()));
                if (!proves) {
                    LedgerReader.scan(head.file(), this::addUse);
                }
            }
            if (proves) {
                ofUsers.computeIfAbsent(header.module(), first -> new ArrayList<>())
                        .add(head);
            }
        }
        others.keySet().removeAll(ids);
        others.forEach((module, file) -> gaps.add(new MissingProof(
                Kind.MODULE_DID_NOT_RUN,
                "The module " + module + " uses this directory, according to " + file + ", and does not in this build",
                "Prune with the profiles and properties of the jobs")));
        return ofUsers;
    }

    /** Weighs the runs of a module: the last one in this checkout, and those of jobs. */
    private void weigh(
            String module, List<Ledger> all, List<Ledger> ofDirectory, List<LedgerHead> accepted, MissingJobs missing)
            throws UnreadableLedgerException {
        ClassCoverage coverage = new ClassCoverage();
        boolean anyIsWhole = false;
        boolean anyRan = false;
        for (Map.Entry<JobRun, List<LedgerHead>> job : byBuild(accepted).entrySet()) {
            List<LedgerHead> ofJob =
                    job.getValue().stream().filter(this::isOfDirectory).toList();
            if (ofJob.isEmpty()) {
                continue;
            }
            TestRun elsewhere = elsewhere(job.getValue(), ofJob);
            coverage.add(elsewhere.heard(), reach(elsewhere));
            TestRun run = read(
                    ofJob,
                    elsewhere.executions().stream()
                            .map(LedgerEvent.Execution::goal)
                            .collect(Collectors.toSet()));
            anyRan = true;
            anyIsWhole |= add(run, ofJob, coverage);
        }
        LocalRun own = LocalRun.decisive(module, all, ofDirectory, current);
        if (own == null) {
            if (!anyRan) {
                gaps.add(new MissingProof(
                        Kind.MODULE_DID_NOT_RUN,
                        "The module " + module + " uses this directory, and no run of it has left a ledger",
                        "Run `mvn verify` from the root of the whole build"));
            }
        } else if (!anyRan || own.gaps().isEmpty()) {
            addOwn(own);
            anyIsWhole |= own.gaps().isEmpty();
            gaps.addAll(own.gaps());
        } else if (!own.isOfOtherCode()) {
            addOwn(own);
            FilterReach reach = reach(own.run());
            coverage.add(own.run().heard(), reach);
            own.gaps().stream().filter(gap -> !PARTIAL.contains(gap.kind())).forEach(gaps::add);
        }
        if (anyRan && !anyIsWhole) {
            addMissingClasses(module, coverage, missing);
        }
    }

    private static Map<JobRun, List<LedgerHead>> byBuild(List<LedgerHead> heads) {
        Map<JobRun, List<LedgerHead>> builds = new LinkedHashMap<>();
        heads.stream()
                .sorted(Comparator.comparing(head -> head.header().started()))
                .forEach(head -> builds.computeIfAbsent(JobRun.of(head), first -> new ArrayList<>())
                        .add(head));
        return builds;
    }

    /** Returns the run of the same build that used other directories, which may be empty. */
    private static TestRun elsewhere(List<LedgerHead> ofBuild, List<LedgerHead> ofDirectory)
            throws UnreadableLedgerException {
        List<LedgerHead> others =
                ofBuild.stream().filter(head -> !ofDirectory.contains(head)).toList();
        TestRun elsewhere = new TestRun(others, Set.of());
        for (LedgerHead head : others) {
            LedgerReader.scan(head.file(), elsewhere::add);
        }
        return elsewhere;
    }

    /** Reads the ledgers of a job into the tally. */
    private TestRun read(List<LedgerHead> ofJob, Set<String> executedElsewhere) throws UnreadableLedgerException {
        TestRun run = new TestRun(ofJob, executedElsewhere);
        for (LedgerHead head : ofJob) {
            tally.beginLedger();
            LedgerReader.scan(head.file(), event -> {
                run.add(event);
                add(event);
            });
        }
        return run;
    }

    private void add(LedgerEvent event) {
        if (event instanceof LedgerEvent.Served served) {
            tally.addServed(served);
        } else if (event instanceof LedgerEvent.Inventory present) {
            present.recordings().forEach(item -> tally.addPresent(item.path(), item.fingerprint()));
        } else {
            addUse(event);
        }
    }

    /** Adds the run of a job, and returns whether it is whole by itself. */
    private boolean add(TestRun run, List<LedgerHead> ofJob, ClassCoverage coverage) {
        runs.addAll(ofJob);
        count(run);
        List<MissingProof> missing = run.gaps();
        CiJob job = run.header().job();
        String name =
                (job == null ? "" : "job " + job.name() + ", ") + ofJob.get(0).file();
        missing.stream().filter(gap -> !PARTIAL.contains(gap.kind())).forEach(gap -> gaps.add(gap.of(name)));
        run.executions().forEach(execution -> agreement.addSnapshots(execution, ofJob.get(0)));
        FilterReach reach = reach(run);
        coverage.add(run.heard(), reach);
        if (reach == FilterReach.ANYTHING) {
            missing.stream()
                    .filter(gap -> PARTIAL.contains(gap.kind()))
                    .forEach(gap -> refused.add(new RefusedLedger(
                            ofJob.get(0).file(),
                            "is of " + (job == null ? "a run" : "job " + job.name())
                                    + " that shows only what is needed: " + gap.what())));
        }
        return missing.isEmpty();
    }

    /** Returns the smallest part of the tests that a run may have left out. Tests in jars are unknown here. */
    private static FilterReach reach(TestRun run) {
        FilterReach reach =
                run.ledgers().stream().map(head -> head.header().reach()).reduce(FilterReach.NOTHING, FilterReach::and);
        boolean scansJars = run.executions().stream()
                .anyMatch(execution -> !execution.scanned().isEmpty());
        return scansJars ? FilterReach.ANYTHING : reach;
    }

    private void addMissingClasses(String module, ClassCoverage coverage, MissingJobs missing) {
        TestClassFinder tests = code.of(module);
        for (ProjectModule user : users) {
            if (user.id().equals(module) && tests != null) {
                if (user.executions().isEmpty()) {
                    gaps.add(new MissingProof(
                            Kind.CLASS_DID_NOT_RUN,
                            "The pom of " + module + " declares no execution of Surefire or Failsafe after start, so it"
                                    + " is not known which test classes the jobs should run",
                            "Prune with the profiles and properties of the jobs"));
                }
                Collection<String> classes = coverage.missing(user, tests, ignoredClasses);
                if (!classes.isEmpty()) {
                    gaps.add(new MissingProof(
                            Kind.CLASS_DID_NOT_RUN,
                            missing.summary() + ": no ledger ran " + TestRun.named(classes),
                            "Run them, or name the classes in <ignoredTestClasses> that no job is to run"));
                }
            }
        }
    }

    private void count(TestRun run) {
        run.outcomes().forEach(tally::addOutcome);
        run.executions().forEach(execution -> executions.add(execution.goal()));
        hasTests |= run.hasTests();
    }

    private void addOwn(LocalRun own) {
        count(own.run());
        for (Ledger ledger : own.ledgers()) {
            runs.add(ledger.head());
            tally.beginLedger();
            ledger.present().forEach(tally::addPresent);
            ledger.events(LedgerEvent.Served.class).forEach(tally::addServed);
        }
    }

    List<LedgerHead> runs() {
        return List.copyOf(runs);
    }

    List<MissingProof> gaps() {
        return List.copyOf(gaps);
    }

    List<RefusedLedger> refused() {
        return List.copyOf(refused);
    }

    /** Returns the goals that the decisive runs executed between start and stop. */
    Set<String> executions() {
        return Set.copyOf(executions);
    }

    /** Returns the named ledgers of the directory. */
    List<LedgerHead> named() {
        return List.copyOf(named);
    }

    RunTally tally() {
        return tally;
    }
}
