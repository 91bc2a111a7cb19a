package io.github.recorder.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the live page shows of the time before a user opens it, which most never do. To keep it takes no reading and no
 * search for secrets. For one thread at a time.
 */
final class LiveBacklog {

    private final Deque<LiveRequests.Answered> requests = new ArrayDeque<>();
    private final Set<String> recordings = new HashSet<>();

    void add(LiveRequests.Answered request) {
        requests.add(request);
        if (requests.size() > LiveRequests.MOST) {
            recordings.addAll(requests.remove().recordings());
        }
    }

    /**
     * Adds a recording.
     *
     * @param path the file that was written
     */
    void add(String path) {
        recordings.add(path);
    }

    /** Removes and returns the last requests, the oldest first. */
    List<LiveRequests.Answered> takeRequests() {
        List<LiveRequests.Answered> taken = List.copyOf(requests);
        requests.clear();
        return taken;
    }

    /**
     * Removes and returns recordings that were written, or served to earlier requests.
     *
     * @param most the maximum number of them
     */
    List<String> takeRecordings(int most) {
        List<String> taken = new ArrayList<>();
        recordings.stream().limit(most).forEach(taken::add);
        taken.forEach(recordings::remove);
        return taken;
    }
}
