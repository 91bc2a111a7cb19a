package io.github.recorder.lifecycle;

import io.github.recorder.attribution.TestEventListener;
import io.github.recorder.attribution.TestIdentity;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.TestStatus;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Writes the events of test JVMs into the run's ledger, and passes on which test begins. */
final class LedgerEvents implements TestEventListener {

    private final LedgerWriter ledger;

    private final Consumer<String> starts;
    private final Set<ClassInSession> begun = ConcurrentHashMap.newKeySet();

    /** A class whose tests run, or ran, in a test JVM. */
    private record ClassInSession(String session, String name) {}

    /**
     * Creates the writer.
     *
     * @param starts called for each test that begins, possibly more than once, and for each class that begins in a test
     *     JVM
     */
    LedgerEvents(LedgerWriter ledger, Consumer<String> starts) {
        this.ledger = ledger;
        this.starts = starts;
    }

    @Override
    public void opened(String session) {
        ledger.sessionOpened(session);
    }

    @Override
    public void closed(String session) {
        begun.removeIf(each -> each.session().equals(session));
        ledger.sessionClosed(session);
    }

    @Override
    public void started(String session, TestIdentity test) {
        // TestNG reports its class before each configuration method; only the first report is a beginning.
        if (test.id().contains("#") || begun.add(new ClassInSession(session, test.id()))) {
            starts.accept(test.id());
        }
        ledger.testStarted(session, test.id(), test.uniqueId(), test.formerId());
    }

    @Override
    public void finished(String session, TestIdentity test, String status) {
        ledger.testFinished(
                session,
                test.id(),
                test.uniqueId(),
                test.formerId(),
                TestStatus.valueOf(status.toUpperCase(Locale.ROOT)));
    }
}
