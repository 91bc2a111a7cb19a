package io.github.recorder.replay;

import io.github.recorder.attribution.ActiveTests;
import io.github.recorder.attribution.Sessions;
import io.github.recorder.ledger.Attribution;
import io.github.recorder.provider.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which test sent a request that does not say so itself, and hands it on. One test that runs alone in its session is
 * certain. Of several that run at once it is the one that has a recording of the request, if only one has; else it is their class.
 */
public final class AttributingResponder implements Responder {

    private final Responder next;
    private final Sessions sessions;
    private final Set<String> upstreams;
    private final Function<Exchange, Set<String>> owners;

    /**
     * Makes a responder.
     *
     * @param upstreams the names of services that a path can begin with
     * @param owners returns the ids of the tests that have a recording of a request
     */
    public AttributingResponder(
            Responder next, Sessions sessions, Set<String> upstreams, Function<Exchange, Set<String>> owners) {
        this.next = next;
        this.sessions = sessions;
        this.upstreams = upstreams;
        this.owners = owners;
    }

    @Override
    public Answer answer(Exchange exchange) {
        if (CallerTest.of(exchange.headers()) != null) {
            return next.answer(exchange);
        }
        ActiveTests active =
                sessions.active(Endpoint.parse(exchange.path(), upstreams).session());
        return next.answer(exchange.with(new AttributedHeaders(exchange.headers(), caller(exchange, active))));
    }

    private Caller caller(Exchange exchange, ActiveTests active) {
        List<String> tests = active.tests();
        if (tests.size() == 1) {
            return new Caller(tests.get(0), active.sure() ? Attribution.EXACT : Attribution.ASSUMED);
        }
        if (tests.size() > 1) {
            List<String> having = new ArrayList<>(tests);
            having.retainAll(owners.apply(exchange));
            if (having.size() == 1) {
                return new Caller(having.get(0), active.sure() ? Attribution.CONTENT : Attribution.ASSUMED);
            }
        }
        String commonClass = tests.isEmpty() ? innermost(active.classes()) : classOf(tests);
        if (commonClass == null) {
            return Caller.UNKNOWN;
        }
        return new Caller(commonClass, active.sure() ? Attribution.CLASS : Attribution.ASSUMED);
    }

    /** Returns the class that all of the tests are of; null where they are of several. */
    private static @Nullable String classOf(List<String> tests) {
        Set<String> classes = new TreeSet<>();
        tests.forEach(test -> classes.add(test.substring(0, test.indexOf('#'))));
        return classes.size() == 1 ? classes.iterator().next() : null;
    }

    /** Returns the class that runs; null where none does, or several that are not one in the other. */
    private static @Nullable String innermost(List<String> classes) {
        if (classes.isEmpty()) {
            return null;
        }
        String last = classes.get(classes.size() - 1);
        return classes.stream().allMatch(name -> last.equals(name) || last.startsWith(name + "$")) ? last : null;
    }
}
