package io.github.recorder.prune;

import io.github.recorder.git.GitRepository;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerLocator;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingsPath;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.store.AtomicWriter;
import io.github.recorder.store.RecordingArchive;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prunes the recordings directory of a module: finds and evaluates the ledgers, plans, and carries out the plan. */
public final class PruneService {

    private final PruneRequest request;
    private final Clock clock;

    private PruneService(PruneRequest request, Clock clock) {
        this.request = request;
        this.clock = clock;
    }

    /**
     * The evidence of ledgers about the directory of a request.
     *
     * @param recordings the directory
     */
    public record CollectedEvidence(Path recordings, Evidence evidence) {}

    /**
     * Prunes.
     *
     * @throws IOException if a directory cannot be listed or the report cannot be written
     */
    public static PruneResult run(PruneRequest request) throws IOException {
        return new PruneService(request, Clock.systemUTC()).run();
    }

    /**
     * Finds and evaluates the ledgers of a request.
     *
     * @throws UnreadableLedgerException if a ledger cannot be parsed
     */
    public static CollectedEvidence evidence(PruneRequest request) throws IOException, UnreadableLedgerException {
        PruneService service = new PruneService(request, Clock.systemUTC());
        return service.weigh(service.ledgers());
    }

    private PruneResult run() throws IOException {
        ProjectModule module = request.module();
        // Whoever reads them must not take those of an earlier prune for this one's.
        for (Path file :
                List.of(module.pruneReport(), module.pruneSummary(), module.staleList(), module.artifactList())) {
            Files.deleteIfExists(file);
        }
        PruneResult result = judge();
        if (result instanceof PruneResult.Refused refused) {
            write(module.pruneSummary(), PruneReport.refusal(request.directory(), refused.why()));
        } else if (result instanceof PruneResult.Judged judged) {
            AtomicWriter.write(module.pruneReport(), judged.report().json(clock.instant()));
            write(module.pruneSummary(), judged.report().markdown());
            String unneeded = judged.report().artifactList();
            if (!unneeded.isEmpty()) {
                write(module.artifactList(), unneeded);
            }
            Path recordings = judged.plan().recordings();
            Optional<GitRepository> git = GitRepository.of(recordings);
            if (git.isPresent()) {
                String directory = git.get().root().relativize(recordings).toString();
                write(module.staleList(), judged.report().pathspecs(directory.replace('\\', '/')));
            }
        }
        return result;
    }

    private static void write(Path file, String text) throws IOException {
        AtomicWriter.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private PruneResult judge() throws IOException {
        FoundLedgers ledgers;
        CollectedEvidence collected;
        try {
            ledgers = ledgers();
            if (waiting(ledgers.own())) {
                return new PruneResult.Waiting();
            }
            collected = weigh(ledgers);
        } catch (UnreadableLedgerException unreadable) {
            List<String> all = JobLedgers.problems(named());
            return new PruneResult.Refused("It is not known what was served. "
                    + (all.isEmpty() ? unreadable.getMessage() : String.join("\n", all)));
        }
        Optional<String> otherArtifacts = otherArtifacts(collected.evidence());
        if (otherArtifacts.isPresent()) {
            return new PruneResult.Refused(otherArtifacts.get());
        }
        try (RecordingFiles files = RecordingFiles.list(
                collected.recordings(), RecordingArchive.open(ArtifactFile.byName(request.artifacts())))) {
            return judge(files, collected, ledgers);
        }
    }

    private PruneResult judge(RecordingFiles files, CollectedEvidence collected, FoundLedgers ledgers)
            throws IOException {
        if (files.paths().isEmpty()) {
            return new PruneResult.Nothing(request.directory() + " has no recordings");
        }
        if (collected.evidence().ledgersOfAnyCode() == 0) {
            return new PruneResult.Refused(noLedger(collected, ledgers.jobs()));
        }
        PrunePlan plan = PrunePlanner.plan(
                files,
                collected.evidence(),
                request.comparison().apply(collected.evidence().latest()),
                request.options(),
                request.progress());
        plan = plan.with(plan.artifacts().stream()
                .map(each -> each.without(servedElsewhere(each.artifact(), collected.recordings(), ledgers.own())))
                .toList());
        request.progress().clear();
        PruneOutcome outcome = carryOut(plan);
        PruneReport report = new PruneReport(
                plan, outcome, request.directory(), request.module().basedir());
        return new PruneResult.Judged(plan, outcome, report);
    }

    /** Returns the recordings of any version of an artifact that runs of other directories were served. */
    private static Set<String> servedElsewhere(String artifact, Path recordings, List<Ledger> ledgers) {
        String anyVersion = ArtifactVerdicts.anyVersion(artifact);
        return ledgers.stream()
                .filter(ledger -> !Path.of(ledger.header().recordings()).equals(recordings))
                .flatMap(ledger -> ledger.events(LedgerEvent.Served.class).stream())
                .flatMap(event -> event.artifacts().entrySet().stream())
                .filter(served -> ArtifactVerdicts.anyVersion(served.getValue()).equals(anyVersion))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns a sentence on a run that read other artifacts, whose recordings may stand for others. */
    private Optional<String> otherArtifacts(Evidence evidence) {
        String names = request.artifacts().stream().map(ArtifactFile::name).collect(Collectors.joining(", "));
        return evidence.ledgers().stream()
                .filter(ledger -> !ledger.header().artifacts().equals(names))
                .findFirst()
                .map(ledger -> "The run of " + ledger.file() + " read the artifacts "
                        + orNone(ledger.header().artifacts()) + ", and this goal has " + orNone(names)
                        + ". Set <artifacts> (-Drecorder.artifacts) for the whole plugin, not in an execution, and run"
                        + " `mvn verify` again if a version has changed.");
    }

    private static String orNone(String names) {
        return names.isEmpty() ? "(none)" : names;
    }

    private String noLedger(CollectedEvidence collected, JobLedgers jobs) {
        String begin = "There is no ledger of " + collected.recordings() + ", so it is not known what the tests need. ";
        if (jobs.files().isEmpty()) {
            return begin + "Looked below " + request.build().root()
                    + ". Run `mvn verify` first (`mvn clean` removes ledgers), or name ledgers of elsewhere with"
                    + " <ledgers> (-Drecorder.ledgers).";
        }
        Map<Path, String> given = new TreeMap<>();
        jobs.heads()
                .forEach(head -> given.put(
                        head.file(),
                        "is of another directory, "
                                + Objects.requireNonNullElse(
                                        head.header().recordingsFromRoot(),
                                        head.header().recordings())));
        jobs.torn().forEach(file -> given.put(file, "was cut in its first line"));
        collected.evidence().refused().forEach(refused -> given.put(refused.file(), refused.why()));
        return begin + "Of the ledgers that <ledgers> (-Drecorder.ledgers) names:"
                + given.entrySet().stream()
                        .map(each -> "\n  - " + each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining());
    }

    private CollectedEvidence weigh(FoundLedgers ledgers) throws IOException, UnreadableLedgerException {
        Path recordings = recordings(ledgers.own());
        Evidence evidence = Evidence.of(
                recordings,
                ledgers.own(),
                ledgers.jobs(),
                request.options().ignoredClasses(),
                request.build(),
                request.buildStarted());
        return new CollectedEvidence(recordings, evidence);
    }

    /**
     * The ledgers of a request.
     *
     * @param own those that were found below the root of the build
     * @param jobs those that the request names
     */
    private record FoundLedgers(List<Ledger> own, JobLedgers jobs) {}

    /** Reads all ledgers below the root of the build, and those that the request names. */
    private FoundLedgers ledgers() throws IOException, UnreadableLedgerException {
        Set<Path> named = named();
        JobLedgers jobs = JobLedgers.read(named);
        Set<Path> found =
                new LinkedHashSet<>(LedgerLocator.below(request.build().root()));
        found.addAll(LedgerLocator.in(request.module().ledgers()));
        List<Ledger> own = new ArrayList<>();
        for (Path file : found) {
            Ledger ledger = named.contains(file.toRealPath()) ? null : LedgerReader.read(file);
            if (ledger != null) {
                own.add(ledger);
            }
        }
        return new FoundLedgers(own, jobs);
    }

    /** Returns the files that the request names, without links. */
    private Set<Path> named() throws IOException {
        Set<Path> named = new LinkedHashSet<>();
        for (String place : request.moreLedgers()) {
            List<Path> found = LedgerLocator.named(request.base(), place);
            if (found.isEmpty()) {
                throw new IOException("<ledgers> (-Drecorder.ledgers) names " + place
                        + ", where no ledger (*.jsonl) is. Give a file, a directory, or a glob, relative to "
                        + request.base() + ".");
            }
            for (Path file : found) {
                named.add(file.toRealPath());
            }
        }
        return named;
    }

    /**
     * Returns the directory to prune: the configured one, or, if no ledger is about that one, the one that this
     * module's latest run used, because a goal on the command line does not see the configuration of an execution.
     */
    private Path recordings(List<Ledger> ledgers) throws IOException {
        Path configured = RecordingsPath.real(request.module().recordings());
        Path latest = null;
        Instant started = Instant.MIN;
        for (Ledger ledger : ledgers) {
            RunHeader header = ledger.header();
            Path used = Path.of(header.recordings());
            if (used.equals(configured)) {
                return configured;
            }
            boolean own = header.module().equals(request.module().id()) && Files.isDirectory(used);
            if (own
                    && used.startsWith(request.build().root())
                    && header.started().isAfter(started)) {
                latest = used;
                started = header.started();
            }
        }
        return latest == null || Files.isDirectory(configured) ? configured : latest;
    }

    /** Returns whether a module that uses the directory has yet to run its tests in this build. */
    private boolean waiting(List<Ledger> ledgers) {
        return request.build().usersOf(request.module().recordings()).stream()
                .filter(module -> !module.id().equals(request.module().id()))
                .filter(module -> request.unfinished().contains(module.id()))
                .anyMatch(module -> ledgers.stream()
                        .noneMatch(ledger -> ledger.end() != null
                                && ledger.header().module().equals(module.id())
                                && ledger.header().buildStarted().equals(request.buildStarted())));
    }

    private PruneOutcome carryOut(PrunePlan plan) throws IOException {
        return switch (request.action()) {
            case DRY_RUN -> PruneOutcome.dryRun();
            case QUARANTINE -> new Pruner().quarantine(plan, request.module(), clock.instant());
            case DELETE -> new Pruner().delete(plan);
        };
    }
}
