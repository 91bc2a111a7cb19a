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
    private final Set<InSession> begun = ConcurrentHashMap.newKeySet();
    private final Set<InSession> prepared = ConcurrentHashMap.newKeySet();

    /** A test that a configuration method has prepared, or a class whose tests run, or ran, in a test JVM. */
    private record InSession(String session, String id) {}

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
        prepared.removeIf(each -> each.session().equals(session));
        ledger.sessionClosed(session);
    }

    @Override
    public void started(String session, TestIdentity test) {
        InSession known = new InSession(session, test.id());
        // TestNG reports its class before each configuration method; only the first report is a beginning.
        if (test.isClass() ? begun.add(known) : !prepared.remove(known)) {
            progress.testStarted(test.id());
        }
        ledger.testStarted(session, test.id(), test.uniqueId(), test.formerId());
    }

    @Override
    public void configuring(String session, TestIdentity test, boolean before) {
        if (test.isClass()) {
            started(session, test);
        } else if (before && prepared.add(new InSession(session, test.id()))) {
            // The test begins here, and not again when its method does.
            progress.testStarted(test.id());
        }
    }

    @Override
    public void configured(String session, TestIdentity test, String status) {
        // The result of a test is that of its method, unless this failed.
        if (test.isClass() || !status.equals(TestStatus.PASSED.word())) {
            finished(session, test, status);
        }
    }

    @Override
    public void finished(String session, TestIdentity test, String status) {
        prepared.remove(new InSession(session, test.id()));
        TestStatus ended = TestStatus.valueOf(status.toUpperCase(Locale.ROOT));
        progress.testFinished(test.id(), ended == TestStatus.PASSED);
        ledger.testFinished(session, test.id(), test.uniqueId(), test.formerId(), ended);
    }
}
