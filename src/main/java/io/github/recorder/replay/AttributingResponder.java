package io.github.recorder.replay;

import io.github.recorder.attribution.ActiveTestSet;
import io.github.recorder.attribution.TestJvmSessions;
import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.provider.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Determines which test sent a request that does not name it, and passes the request on. If one test runs alone in its
 * session, it is certain. If several run at once, it is the one that has a recording of the request; if several have
 * one, each of them in turn, because their responses may differ and each must be served; if none has, their class.
 */
public final class AttributingResponder implements Responder {

    private final Responder next;
    private final TestJvmSessions sessions;
    private final Set<String> upstreams;
    private final Function<Exchange, Set<String>> owners;

    /**
     * Creates a responder.
     *
     * @param upstreams the names of services that a path can begin with
     * @param owners returns the ids of the tests that have a recording of a request
     */
    public AttributingResponder(
            Responder next, TestJvmSessions sessions, Set<String> upstreams, Function<Exchange, Set<String>> owners) {
        this.next = next;
        this.sessions = sessions;
        this.upstreams = upstreams;
        this.owners = owners;
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        return next.respond(attributed(exchange));
    }

    @Override
    public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        return next.respondLater(attributed(exchange));
    }

    private Exchange attributed(Exchange exchange) {
        CallerIdentity caller = exchange.caller();
        if (caller.stranger()) {
            return exchange;
        }
        if (caller.test() == null) {
            caller = caller(exchange, Endpoint.parse(exchange.path(), upstreams).session());
        }
        String test = caller.test();
        return test == null
                ? exchange
                : exchange.from(new CallerIdentity(test, caller.attribution(), sessions.formerId(test)));
    }

    private CallerIdentity caller(Exchange exchange, @Nullable String session) {
        ActiveTestSet active = sessions.active(session);
        List<String> tests = active.tests();
        if (tests.size() == 1) {
            return new CallerIdentity(
                    tests.get(0), active.sure() ? AttributionConfidence.EXACT : AttributionConfidence.ASSUMED);
        }
        if (tests.size() > 1) {
            List<String> having = new ArrayList<>(tests);
            Set<String> recorded = owners.apply(exchange);
            having.removeIf(test -> !recorded.contains(test) && !isFormerId(recorded, test));
            if (!having.isEmpty()) {
                String test = having.size() == 1
                        ? having.get(0)
                        : sessions.inTurn(session, having, RequestDigest.of(exchange, null, Set.of()));
                return new CallerIdentity(
                        test, active.sure() ? AttributionConfidence.CONTENT : AttributionConfidence.ASSUMED);
            }
        }
        String commonClass = tests.isEmpty() ? innermost(active.classes()) : classOf(tests);
        if (commonClass == null) {
            return CallerIdentity.UNKNOWN;
        }
        return new CallerIdentity(
                commonClass, active.sure() ? AttributionConfidence.CLASS : AttributionConfidence.ASSUMED);
    }

    private boolean isFormerId(Set<String> recorded, String test) {
        String former = sessions.formerId(test);
        return former != null && recorded.contains(former);
    }

    /** Returns the class of all the tests; null if they belong to several. */
    private static @Nullable String classOf(List<String> tests) {
        Set<String> classes = new TreeSet<>();
        tests.forEach(test -> classes.add(test.substring(0, test.indexOf('#'))));
        return classes.size() == 1 ? classes.iterator().next() : null;
    }

    /**
     * Returns the class that runs; null if none does, or if several do that are not nested. A class runs inside its
     * suites.
     */
    private static @Nullable String innermost(List<String> classes) {
        if (classes.isEmpty()) {
            return null;
        }
        String last = classes.get(classes.size() - 1);
        return classes.stream()
                        .allMatch(
                                name -> last.equals(name) || last.startsWith(name + "$") || last.startsWith(name + "/"))
                ? last
                : null;
    }
}
