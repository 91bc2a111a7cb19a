package io.github.recorder.lifecycle;

import io.github.recorder.attribution.TestEvents;
import io.github.recorder.ledger.RunLedger;
import io.github.recorder.ledger.TestStatus;
import java.util.Locale;

/** Writes what test JVMs tell into the run's ledger. */
final class LedgerEvents implements TestEvents {

    private final RunLedger ledger;

    LedgerEvents(RunLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void opened(String session) {
        ledger.sessionOpened(session);
    }

    @Override
    public void closed(String session) {
        ledger.sessionClosed(session);
    }

    @Override
    public void started(String session, String test) {
        ledger.testStarted(session, test);
    }

    @Override
    public void finished(String session, String test, String status) {
        ledger.testFinished(session, test, TestStatus.valueOf(status.toUpperCase(Locale.ROOT)));
    }
}
