package io.github.recorder.replay;

import io.github.recorder.attribution.ActiveTestSet;
import io.github.recorder.attribution.MarkedCaller;
import io.github.recorder.attribution.TestJvmSessions;
import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.matching.TestId;
import io.github.recorder.provider.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Determines which test sent a request that does not name it, and passes the request on. It is certain if the request
 * carries the mark of a running test, or if one test runs in its session and no other class. If several run at once, it
 * is the one that has a recording of the request; if several have one, each of them in turn, because their responses
 * may differ and each must be served; if none has, their class. A configuration method that runs beside tests is taken
 * for one more test: the one that it prepares, or its class. The mark of a class means the class or one of its
 * tests; the mark of a test that has ended leaves doubt.
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
        boolean marking = sessions.isMarking();
        Exchange clean = marking ? TestBaggage.without(exchange) : exchange;
        if (caller.stranger()) {
            return clean;
        }
        if (caller.test() == null) {
            String mark = marking ? TestBaggage.mark(exchange.headers()) : null;
            String session = Endpoint.parse(exchange.path(), upstreams).session();
            caller = caller(clean, session, mark == null ? null : sessions.marked(session, mark));
        }
        String test = caller.test();
        return test == null
                ? clean
                : clean.from(new CallerIdentity(test, caller.attribution(), sessions.formerId(test)));
    }

    private CallerIdentity caller(Exchange exchange, @Nullable String named, @Nullable MarkedCaller marked) {
        String session = marked == null ? named : marked.session();
        ActiveTestSet active = sessions.active(session);
        if (marked != null && active.tests().contains(marked.id())) {
            return known(marked.id());
        }
        String markedClass = marked != null && active.classes().contains(marked.id()) ? marked.id() : null;
        boolean sure = active.sure() && (marked == null || markedClass != null);
        List<String> tests = markedClass == null
                ? active.tests()
                : active.tests().stream()
                        .filter(test -> TestId.isWithin(test, markedClass))
                        .toList();
        if (tests.size() == 1 && active.tests().size() == 1 && isOutside(active.classes(), tests.get(0))) {
            return sure ? known(tests.get(0)) : new CallerIdentity(tests.get(0), AttributionConfidence.ASSUMED);
        }
        if (!tests.isEmpty()) {
            List<String> having = new ArrayList<>(tests);
            Set<String> recorded = owners.apply(exchange);
            having.removeIf(test -> !recorded.contains(test) && !isFormerId(recorded, test));
            if (!having.isEmpty()) {
                String test = having.size() == 1
                        ? having.get(0)
                        : sessions.inTurn(session, having, RequestDigest.of(exchange, Set.of()));
                return new CallerIdentity(test, sure ? AttributionConfidence.CONTENT : AttributionConfidence.ASSUMED);
            }
        }
        String known =
                markedClass != null ? markedClass : tests.isEmpty() ? innermost(active.classes()) : classOf(active);
        if (known == null) {
            return CallerIdentity.UNKNOWN;
        }
        return new CallerIdentity(known, sure ? AttributionConfidence.CLASS : AttributionConfidence.ASSUMED);
    }

    private static CallerIdentity known(String testOrClass) {
        return new CallerIdentity(
                testOrClass, testOrClass.indexOf('#') < 0 ? AttributionConfidence.CLASS : AttributionConfidence.EXACT);
    }

    private boolean isFormerId(Set<String> recorded, String test) {
        String former = sessions.formerId(test);
        return former != null && recorded.contains(former);
    }

    /** Returns the class of all running tests; null if they belong to several, or if another class runs. */
    private static @Nullable String classOf(ActiveTestSet active) {
        Set<String> classes = new TreeSet<>();
        active.tests().forEach(test -> classes.add(test.split("#", 2)[0]));
        String first = classes.iterator().next();
        List<String> others = active.classes().stream()
                .filter(name -> !TestId.isWithin(name, first))
                .toList();
        return classes.size() == 1 && isOutside(others, first) ? first : null;
    }

    /** Whether all classes are one that a test or class belongs to. Another one may send requests before its tests. */
    private static boolean isOutside(List<String> classes, String inner) {
        return classes.stream().allMatch(name -> TestId.isWithin(inner, name));
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
        return isOutside(classes, last) ? last : null;
    }
}
