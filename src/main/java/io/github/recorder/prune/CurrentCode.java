package io.github.recorder.prune;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestClassFinder;
import io.github.recorder.ledger.WorkingTree;
import io.github.recorder.prune.MissingProof.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The current code, which is compared with the code that runs covered. */
final class CurrentCode {

    private static final int HASH_LENGTH = 12;

    private final WorkingTree tree;
    private final TestCode tests;
    private final Instant buildStarted;
    private final @Nullable String commit;
    private final Map<Set<String>, String> digests = new HashMap<>();
    private final Map<String, Optional<MissingProof>> gaps = new HashMap<>();

    /**
     * Creates the comparison.
     *
     * @param buildStarted when the current build began; its runs cover the current code
     */
    CurrentCode(WorkingTree tree, TestCode tests, Instant buildStarted) {
        this.tree = tree;
        this.tests = tests;
        this.buildStarted = buildStarted;
        this.commit = tree.commit();
    }

    /** Returns whether the uses in a run of this checkout count for the current code. */
    boolean isOf(Ledger ledger) {
        LedgerEvent.CodeState then = ledger.code();
        return then == null
                || then.tree().equals(digest(ledger.header()))
                || ledger.header().goal().equals(RunHeader.RUN)
                || ledger.header().buildStarted().equals(buildStarted);
    }

    /**
     * Returns the digest of the current code. Like the run of a ledger, it leaves out the recordings of that run's
     * modules.
     */
    private String digest(RunHeader header) {
        Set<String> directories = header.reactor().stream()
                .map(RunHeader.ReactorModule::recordings)
                .collect(Collectors.toSet());
        return digests.computeIfAbsent(
                directories,
                first -> tree.without(directories.stream().map(Path::of).toList())
                        .digest());
    }

    /** Returns the difference between the code of a run of this checkout and the current code. */
    Optional<MissingProof> gap(Ledger ledger) {
        return gaps.computeIfAbsent(ledger.header().run(), first -> findGap(ledger));
    }

    private Optional<MissingProof> findGap(Ledger ledger) {
        LedgerEvent.CodeState then = ledger.code();
        RunHeader header = ledger.header();
        if (then != null && !then.tree().equals(digest(header))) {
            return Optional.of(changed(ledger, "Files of the build"));
        }
        if (then == null || header.buildStarted().equals(buildStarted)) {
            return Optional.empty();
        }
        TestClassFinder compiled = tests.of(header.module());
        if (compiled == null || !then.testClasses().equals(compiled.digest())) {
            return Optional.of(changed(ledger, "The compiled tests of " + header.module()));
        }
        return ledger.events(LedgerEvent.Execution.class).stream()
                .flatMap(execution -> execution.snapshots().entrySet().stream())
                .filter(jar -> !jar.getValue().equals(digest(Path.of(jar.getKey()))))
                .findFirst()
                .map(jar -> changed(ledger, jar.getKey()));
    }

    private static MissingProof changed(Ledger ledger, String what) {
        return new MissingProof(
                Kind.CODE_CHANGED,
                what + " changed since the run of " + ledger.header().module() + " that started at "
                        + ledger.header().started(),
                "Run `mvn verify` again");
    }

    private static String digest(Path jar) {
        try {
            return RecordingFingerprint.of(jar.toRealPath()).sha256();
        } catch (IOException gone) {
            return "";
        }
    }

    /**
     * Returns why the run of a job covers other code, as a sentence that the ledger is the subject of; empty if it
     * covers the current code, or if it was cut before it says.
     */
    Optional<String> difference(LedgerHead job) throws IOException {
        LedgerEvent.CodeState then = job.code();
        if (then == null) {
            return Optional.empty();
        }
        String its = then.commit();
        if (its != null && commit != null && !its.equals(commit)) {
            return Optional.of(
                    "is of commit " + shortened(its) + ", and " + shortened(commit) + " is checked out here");
        }
        if (!then.uncommitted().isEmpty()) {
            return Optional.of("is of a tree with changes that are not committed: " + TestRun.named(then.uncommitted())
                    + ". Have git ignore files that a build writes");
        }
        if (!then.tree().equals(digest(job.header()))) {
            List<String> here = tree.uncommitted();
            return Optional.of("is of other code than the files here"
                    + (here.isEmpty() ? "" : ", where these are changed: " + TestRun.named(here)));
        }
        return Optional.empty();
    }

    /**
     * Returns why the tests that a job ran are not those that are compiled here, as {@link #difference} does. Another
     * compiler makes other class files of the same sources, so only their names are compared then.
     */
    Optional<String> differenceOfTests(LedgerHead job) {
        LedgerEvent.CodeState then = job.code();
        TestClassFinder here = tests.of(job.header().module());
        if (then == null || here == null || then.testClasses().equals(here.digest())) {
            return Optional.empty();
        }
        if (here.digest().isEmpty()) {
            return Optional.of("ran tests of " + job.header().module()
                    + " that are not compiled here. Run the goal with" + " `test-compile`");
        }
        boolean otherCompiler = !job.header().java().equals(Runtime.version().toString());
        return otherCompiler && then.classes().keySet().equals(here.classes())
                ? Optional.empty()
                : Optional.of(
                        "ran tests of " + job.header().module() + " that differ from those that are compiled here");
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(HASH_LENGTH, hash.length()));
    }
}
