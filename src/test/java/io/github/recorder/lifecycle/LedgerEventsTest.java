package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.attribution.TestIdentity;
import io.github.recorder.ledger.LedgerWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LedgerEventsTest {

    private final List<String> starts = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final LedgerEvents events = new LedgerEvents(new LedgerWriter(), new TestProgressListener() {

        @Override
        public void testStarted(String test) {
            starts.add(test);
        }

        @Override
        public void testFinished(String test, boolean passed) {
            ends.add(test + (passed ? " passed" : " did not pass"));
        }
    });

    @Test
    void aTestBeginsAnewEachTime() {
        events.started("s1", TestIdentity.of("acme.AIT#asks"));
        events.finished("s1", TestIdentity.of("acme.AIT#asks"), "failed");
        events.started("s1", TestIdentity.of("acme.AIT#asks"));
        events.finished("s1", TestIdentity.of("acme.AIT#asks"), "aborted");
        events.finished("s1", TestIdentity.of("acme.AIT#asks"), "passed");

        assertThat(starts).containsExactly("acme.AIT#asks", "acme.AIT#asks");
        assertThat(ends)
                .containsExactly("acme.AIT#asks did not pass", "acme.AIT#asks did not pass", "acme.AIT#asks passed");
    }

    @Test
    void aTestBeginsWithTheMethodsThatPrepareIt() {
        TestIdentity test = TestIdentity.of("acme.AIT#asks");
        for (String result : List.of("failed", "passed")) {
            events.configuring("s1", test, true);
            events.configured("s1", test, "passed");
            events.configuring("s1", test, true);
            events.configured("s1", test, "passed");
            events.started("s1", test);
            events.finished("s1", test, result);
            events.configuring("s1", test, false);
            events.configured("s1", test, "passed");
        }

        assertThat(starts).containsExactly("acme.AIT#asks", "acme.AIT#asks");
        assertThat(ends).containsExactly("acme.AIT#asks did not pass", "acme.AIT#asks passed");
    }

    @Test
    void aTestWhoseConfigurationFailsDoesNotPass() {
        TestIdentity test = TestIdentity.of("acme.AIT#asks");
        events.configuring("s1", test, true);
        events.configured("s1", test, "aborted");
        events.finished("s1", test, "skipped");
        events.configuring("s1", test, true);
        events.configured("s1", test, "passed");
        events.started("s1", test);
        events.finished("s1", test, "passed");
        events.configuring("s1", test, false);
        events.configured("s1", test, "failed");

        assertThat(starts).containsExactly("acme.AIT#asks", "acme.AIT#asks");
        assertThat(ends)
                .containsExactly(
                        "acme.AIT#asks did not pass",
                        "acme.AIT#asks did not pass",
                        "acme.AIT#asks passed",
                        "acme.AIT#asks did not pass");
    }

    @Test
    void aClassBeginsOnceInEachTestJvm() {
        events.opened("s1");
        events.started("s1", TestIdentity.of("acme.AIT"));
        events.started("s1", TestIdentity.of("acme.AIT"));
        events.started("s2", TestIdentity.of("acme.AIT"));
        events.closed("s1");
        events.opened("s1");
        events.started("s1", TestIdentity.of("acme.AIT"));

        assertThat(starts).containsExactly("acme.AIT", "acme.AIT", "acme.AIT");
    }
}
