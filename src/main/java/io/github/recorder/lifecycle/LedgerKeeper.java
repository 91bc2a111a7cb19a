package io.github.recorder.lifecycle;

import io.github.recorder.attribution.EventServer;
import io.github.recorder.attribution.RunToken;
import io.github.recorder.attribution.SessionPorts;
import io.github.recorder.attribution.TestJvmSessions;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestClassFinder;
import io.github.recorder.ledger.TestReports;
import io.github.recorder.ledger.WorkingTree;
import io.github.recorder.store.ExaminedFile;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes into a run's ledger the facts that do not come from requests: the code, the initial recordings, the tests, and
 * the test plugins' reports. A background thread reads the first two because no test waits for them.
 */
final class LedgerKeeper {

    private final LedgerWriter ledger;
    private final LedgerSettings settings;
    private final Consumer<String> warnings;
    private final Thread inventory;
    private final EventServer events;
    private volatile boolean failed;
    private volatile @Nullable WorkingTree tree;
    private volatile @Nullable TestClassFinder tests;

    private LedgerKeeper(
            LedgerWriter ledger,
            LedgerSettings settings,
            RecordingStore store,
            EventServer events,
            Consumer<String> warnings) {
        this.events = events;
        this.ledger = ledger;
        this.settings = settings;
        this.warnings = warnings;
        List<String> paths = store.paths();
        this.inventory = new Thread(() -> takeInventory(paths, store), "recorder-ledger");
    }

    /**
     * Begins to read in the background, and to listen to test JVMs.
     *
     * @param sessions notified of the running tests
     * @param entrances opens ports for requests that do not name their session; null if all requests do
     * @param token the token that a test JVM must send
     * @param progress notified of the tests and classes that begin and end
     * @throws IOException if it cannot listen
     */
    static LedgerKeeper start(
            LedgerWriter ledger,
            LedgerSettings settings,
            RecordingStore store,
            TestJvmSessions sessions,
            @Nullable SessionPorts entrances,
            RunToken token,
            TestProgressListener progress,
            Consumer<String> warnings)
            throws IOException {
        EventServer events = EventServer.start(sessions, new LedgerEvents(ledger, progress), entrances, token);
        LedgerKeeper keeper = new LedgerKeeper(ledger, settings, store, events, warnings);
        keeper.inventory.setDaemon(true);
        keeper.inventory.start();
        return keeper;
    }

    /** Returns the address for the events of test JVMs. */
    EventServer events() {
        return events;
    }

    private void takeInventory(List<String> paths, RecordingStore store) {
        // A recording that changes from now on is looked at again if the run serves it.
        RecordedFailures.among(
                        store, paths.stream().filter(store::mayFailAtStart).toList())
                .sentence("recording replays a failure of the service", "recordings replay failures of the service")
                .ifPresent(warnings);
        if (settings.header().goal().equals(RunHeader.RUN)) {
            return; // Recordings that this run serves are needed whatever the code is. The run proves nothing else.
        }
        try {
            WorkingTree treeNow = settings.build().tree();
            TestClassFinder testsNow = TestClassFinder.in(
                    settings.module().testClasses(), settings.build().classes());
            Map<String, String> classes = new TreeMap<>();
            testsNow.classes().forEach(name -> classes.put(name, testsNow.digestOf(name)));
            ledger.code(new LedgerEvent.CodeState(
                    treeNow.digest(),
                    testsNow.digest(),
                    classes,
                    treeNow.writtenSince(settings.header().buildStarted()),
                    treeNow.commit(),
                    treeNow.uncommitted()));
            tree = treeNow;
            tests = testsNow;
            ledger.present(present(paths, store));
        } catch (IOException | RuntimeException problem) {
            failed = true;
            warnings.accept("The ledger of this run stays incomplete, because the code cannot be read: "
                    + FileFailure.message(problem) + ".");
        }
    }

    /** Returns the initial recordings, with the digests of the bytes that the index has read. */
    private List<LedgerEvent.Inventory.Item> present(List<String> paths, RecordingStore store) {
        Instant started = settings.header().started();
        List<LedgerEvent.Inventory.Item> items = new ArrayList<>(paths.size());
        for (String path : paths) {
            if (store.isLink(path)) {
                continue; // It is served like any other recording, and is never pruned.
            }
            ExaminedFile file = store.examined(path);
            // A recording that cannot be read, or that changed since the run began, is not listed and therefore not
            // pruned.
            if (file != null && file.stamp().isModifiedBefore(started)) {
                items.add(new LedgerEvent.Inventory.Item(
                        path, new RecordingFingerprint(file.stamp().size(), file.sha256())));
            }
        }
        return items;
    }

    /** Waits for the background thread, adds the reports, and completes the ledger. */
    void end() {
        try {
            events.close();
            inventory.join();
            ledger.reported(TestReports.read(
                    settings.module().testReports(), settings.header().started()));
            noteChanges();
        } catch (InterruptedException interrupted) {
            failed = true;
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException problem) {
            failed = true;
            warnings.accept("The ledger of this run stays incomplete: " + FileFailure.message(problem) + ".");
        }
        if (failed) {
            ledger.abandon();
        } else {
            ledger.close();
        }
    }

    private void noteChanges() throws IOException {
        WorkingTree treeThen = tree;
        TestClassFinder testsThen = tests;
        if (treeThen != null && testsThen != null) {
            List<String> changed = new ArrayList<>(settings.build().tree().differences(treeThen));
            Path testClasses = settings.module().testClasses();
            if (!TestClassFinder.in(testClasses, List.of()).digest().equals(testsThen.digest())) {
                changed.add(testClasses.toString());
            }
            if (!changed.isEmpty()) {
                ledger.codeChanged(changed);
            }
        }
    }

    /** Leaves the ledger as a killed process would, after the background thread has written its facts. */
    void abandon() throws InterruptedException {
        events.close();
        inventory.join();
        ledger.abandon();
    }
}
