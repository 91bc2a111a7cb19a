package io.github.recorder.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The test JVMs of a run, and what runs in each. Thread-safe. */
public final class TestJvmSessions {

    private final ConcurrentMap<String, Session> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Opens a session and returns its name, a word that can be a segment of a URL's path. */
    String open() {
        String name = Integer.toString(count.incrementAndGet());
        open.put(name, new Session());
        return name;
    }

    void close(String session) {
        open.remove(session);
    }

    void started(String session, String test) {
        Session known = open.get(session);
        if (known != null) {
            known.add(test);
        }
    }

    void finished(String session, String test) {
        Session known = open.get(session);
        if (known != null) {
            known.remove(test);
        }
    }

    /**
     * Returns what runs now.
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

    private static final class Session {

        private final List<String> tests = new ArrayList<>();
        private final List<String> classes = new ArrayList<>();

        synchronized void add(String test) {
            listOf(test).add(test);
        }

        synchronized void remove(String test) {
            listOf(test).remove(test);
        }

        synchronized ActiveTestSet active(boolean sure) {
            return new ActiveTestSet(List.copyOf(tests), List.copyOf(classes), sure);
        }

        private List<String> listOf(String test) {
            return test.indexOf('#') < 0 ? classes : tests;
        }
    }
}
