package io.github.recorder.lifecycle;

import io.github.recorder.attribution.TestEventListener;
import io.github.recorder.attribution.TestIdentity;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.TestStatus;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Writes the events of test JVMs into the run's ledger, and passes on which test begins and ends. */
final class LedgerEvents implements TestEventListener {

    private final LedgerWriter ledger;

    private final TestProgressListener progress;
    private final Set<ClassInSession> begun = ConcurrentHashMap.newKeySet();

    /** A class whose tests run, or ran, in a test JVM. */
    private record ClassInSession(String session, String name) {}

    /** Creates the writer. */
    LedgerEvents(LedgerWriter ledger, TestProgressListener progress) {
        this.ledger = ledger;
        this.progress = progress;
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
            progress.testStarted(test.id());
        }
        ledger.testStarted(session, test.id(), test.uniqueId(), test.formerId());
    }

    @Override
    public void finished(String session, TestIdentity test, String status) {
        TestStatus ended = TestStatus.valueOf(status.toUpperCase(Locale.ROOT));
        progress.testFinished(test.id(), ended == TestStatus.PASSED);
        ledger.testFinished(session, test.id(), test.uniqueId(), test.formerId(), ended);
    }
}
