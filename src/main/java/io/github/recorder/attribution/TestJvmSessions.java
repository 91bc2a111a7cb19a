package io.github.recorder.attribution;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The test JVMs of a run, and the tests that run in each of them. Thread-safe. */
public final class TestJvmSessions {

    /** The beginning of each mark; 24 hexadecimal digits follow. No encoding of texts changes it. */
    public static final String MARK = "recordermark";

    private final ConcurrentMap<String, Session> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Begins the marks of this run, so that no mark of another run is one of this. */
    private final String run = MARK + HexFormat.of().toHexDigits(new SecureRandom().nextLong());

    /** Whether a test JVM has asked for marks. */
    private volatile boolean marking;

    /** The tests and classes of all sessions so far, by their marks, and their marks. */
    private final ConcurrentMap<String, MarkedCaller> marked = new ConcurrentHashMap<>();

    private final ConcurrentMap<MarkedCaller, String> marks = new ConcurrentHashMap<>();
    private final AtomicInteger markCount = new AtomicInteger();

    private final ConcurrentMap<String, String> formerIds = new ConcurrentHashMap<>();

    /** All tests and classes of all sessions so far, by their current and former ids. */
    private final ConcurrentMap<String, Set<String>> holders = new ConcurrentHashMap<>();

    /** Opens a session and returns its name, a valid URL path segment. */
    String open() {
        String name = Integer.toString(count.incrementAndGet());
        open.put(name, new Session());
        return name;
    }

    void close(String session) {
        open.remove(session);
    }

    /** Gives the tests and classes of a session marks from now on, because its test JVM puts them into requests. */
    void mark(String session) {
        Session known = open.get(session);
        if (known != null) {
            known.marking = true;
            marking = true;
        }
    }

    /** Returns whether requests of this run may contain marks. */
    public boolean isMarking() {
        return marking;
    }

    /** Returns the number of test JVMs that are connected. */
    int connected() {
        return open.size();
    }

    /**
     * Notes that a test or class runs.
     *
     * @return its mark, the same each time it runs in this session; null if this session has no marks
     */
    @Nullable
    String started(String session, TestIdentity test) {
        return begun(session, test, test.isClass());
    }

    /**
     * Notes that a configuration method runs beside all tests that run.
     *
     * @param test the test or class that it is for
     * @return as {@link #started}
     */
    @Nullable
    String configuring(String session, TestIdentity test) {
        return begun(session, test, false);
    }

    private @Nullable String begun(String session, TestIdentity test, boolean containsTests) {
        hold(test.id(), test);
        if (test.formerId() != null) {
            formerIds.put(test.id(), test.formerId());
            hold(test.formerId(), test);
        }
        Session known = open.get(session);
        if (known != null) {
            known.add(test, containsTests);
        }
        return known == null || !known.marking ? null : mark(new MarkedCaller(session, test.id()));
    }

    private String mark(MarkedCaller test) {
        return marks.computeIfAbsent(test, unmarked -> {
            String mark = run + HexFormat.of().toHexDigits(markCount.incrementAndGet());
            marked.put(mark, unmarked);
            return mark;
        });
    }

    /**
     * Returns the test or class of a mark that a request carries, whether it still runs or not.
     *
     * @param session the session that the request names; null if it names none
     * @return null if the mark is unknown, or of a test JVM that is another one than the request names or has ended
     */
    public @Nullable MarkedCaller marked(@Nullable String session, String mark) {
        MarkedCaller test = marked.get(mark);
        if (test == null || !open.containsKey(test.session())) {
            return null;
        }
        return session == null || session.equals(test.session()) ? test : null;
    }

    private void hold(String id, TestIdentity test) {
        holders.computeIfAbsent(id, unseen -> ConcurrentHashMap.newKeySet()).add(test.id());
    }

    /**
     * Returns the id that a test had before test ids were unique, which older recordings still name; null if it had
     * none, or if another test of this run has or had the same id.
     */
    public @Nullable String formerId(String test) {
        String former = formerIds.get(test);
        return former == null || holders.getOrDefault(former, Set.of()).size() > 1 ? null : former;
    }

    void finished(String session, TestIdentity test) {
        Session known = open.get(session);
        if (known != null) {
            known.remove(test, test.isClass());
        }
    }

    void configured(String session, TestIdentity test) {
        Session known = open.get(session);
        if (known != null) {
            known.remove(test, false);
        }
    }

    /**
     * Returns the tests that are running.
     *
     * @param session the session that a request names; null if it names none
     */
    public ActiveTestSet active(@Nullable String session) {
        if (session != null) {
            Session known = open.get(session);
            return known == null ? ActiveTestSet.NONE : known.active(true);
        }
        List<Session> all = List.copyOf(open.values());
        return all.size() == 1 ? all.get(0).active(false) : ActiveTestSet.NONE;
    }

    /**
     * Returns the one of several running tests that a request is for, if it could be for any of them: the one that has
     * had the fewest of these requests since it began, and the first of those.
     *
     * @param session the session that a request names; null if it names none
     * @param tests the ids of running tests, at least one
     * @param request identifies the request
     */
    public String inTurn(@Nullable String session, List<String> tests, Object request) {
        List<Session> all = session == null
                ? List.copyOf(open.values())
                : Optional.ofNullable(open.get(session)).stream().toList();
        return all.size() == 1 ? all.get(0).inTurn(tests, request) : tests.get(0);
    }

    private static final class Session {

        private volatile boolean marking;

        private final List<String> tests = new ArrayList<>();
        private final List<String> classes = new ArrayList<>();

        /** The number of times that each running test was chosen for each request. */
        private final Map<String, Map<Object, Integer>> chosen = new HashMap<>();

        synchronized void add(TestIdentity test, boolean containsTests) {
            (containsTests ? classes : tests).add(test.id());
        }

        synchronized void remove(TestIdentity test, boolean containsTests) {
            (containsTests ? classes : tests).remove(test.id());
            chosen.remove(test.id());
        }

        synchronized String inTurn(List<String> candidates, Object request) {
            String next = Collections.min(
                    candidates,
                    Comparator.comparing(
                            test -> chosen.getOrDefault(test, Map.of()).getOrDefault(request, 0)));
            if (tests.contains(next)) {
                chosen.computeIfAbsent(next, first -> new HashMap<>()).merge(request, 1, Integer::sum);
            }
            return next;
        }

        synchronized ActiveTestSet active(boolean sure) {
            return new ActiveTestSet(List.copyOf(tests), List.copyOf(classes), sure);
        }
    }
}
