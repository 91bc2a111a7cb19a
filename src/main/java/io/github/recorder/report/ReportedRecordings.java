package io.github.recorder.report;

import io.github.recorder.ledger.RecordingListener;
import io.github.recorder.provider.Dialects;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.AtomicWriter;
import io.github.recorder.store.UnreadableRecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Prepares the recordings of a run for the page during the run: a thread reads each recording once and writes it into a
 * data file beside the page, so that little remains to be done when the run ends. Thread-safe.
 */
public final class ReportedRecordings implements RecordingListener, AutoCloseable {

    /** The maximum size of data that the page contains itself. */
    private static final int CHARACTERS_PER_FILE = 512 * 1024;

    private static final String LAST = "";

    private final Path folder;
    private final String run;
    private final RecordingSource source;
    private final Dialects dialects;
    private final SecretScan secrets;
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    // Only the thread uses the following until it ends.
    private final Map<String, ObjectNode> rows = new HashMap<>();
    private final Map<String, String> chunk = new LinkedHashMap<>();
    private final List<String> files = new ArrayList<>();
    private int chunkCharacters;
    private @Nullable IOException failure;

    /**
     * Starts the thread.
     *
     * @param report the folder of the page
     * @param run the id of the run, which begins the names of its data files
     */
    public ReportedRecordings(Path report, String run, RecordingSource source, Dialects dialects, SecretScan secrets) {
        this.folder = report;
        this.run = run;
        this.source = source;
        this.dialects = dialects;
        this.secrets = secrets;
        this.thread = new Thread(this::work, "recorder-report");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onServed(String path) {
        if (served.add(path)) {
            onWritten(path);
        }
    }

    @Override
    public void onWritten(String path) {
        if (waiting.add(path)) {
            queue.add(path);
        }
    }

    private void work() {
        try {
            for (String path = queue.take(); !path.equals(LAST); path = queue.take()) {
                waiting.remove(path);
                prepare(path);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void prepare(String path) {
        RecordingDetail detail = detail(path);
        rows.put(path, detail.row());
        String body = Json.script(detail.body());
        String replaced = chunk.put(path, body);
        chunkCharacters += body.length() - (replaced == null ? 0 : replaced.length());
        detail.row().put("file", files.size());
        if (chunkCharacters >= CHARACTERS_PER_FILE) {
            flush();
        }
    }

    private RecordingDetail detail(String path) {
        try {
            return RecordingDetail.of(source.read(path), dialects, secrets);
        } catch (UnreadableRecordingException problem) {
            return RecordingDetail.unreadable(secrets.masked(problem.problem().sentence()));
        } catch (RuntimeException | StackOverflowError problem) {
            // A fault of this plugin affects only the view of one recording.
            return RecordingDetail.unreadable("The report cannot show this recording: " + problem);
        }
    }

    private void flush() {
        if (chunk.isEmpty()) {
            return;
        }
        StringBuilder script = new StringBuilder("recorderData({");
        String comma = "";
        for (Map.Entry<String, String> body : chunk.entrySet()) {
            script.append(comma)
                    .append(Json.script(key(body.getKey())))
                    .append(':')
                    .append(body.getValue());
            comma = ",\n";
        }
        String name = "data/" + run + "-" + (files.size() + 1) + ".js";
        files.add(name);
        chunk.clear();
        chunkCharacters = 0;
        try {
            if (failure == null) {
                AtomicWriter.writeUnforced(
                        folder.resolve(name), script.append("});\n").toString());
            }
        } catch (IOException problem) {
            failure = problem;
        }
    }

    private static JsonNode key(String path) {
        return Json.nodes().stringNode(path);
    }

    /**
     * Waits until every recording is prepared, and returns the result. The object cannot be used afterwards.
     *
     * @throws IOException if the data files cannot be written
     */
    Prepared finish() throws IOException {
        close();
        ObjectNode inline = Json.nodes().objectNode();
        if (files.isEmpty()) {
            chunk.forEach((path, body) -> inline.putRawValue(path, new RawValue(body)));
        } else {
            flush();
        }
        if (failure != null) {
            throw failure;
        }
        return new Prepared(Map.copyOf(rows), List.copyOf(files), inline);
    }

    /** Ends the thread after the remaining recordings. Idempotent. */
    @Override
    public void close() {
        queue.add(LAST);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The recordings of a run in the form of the page.
     *
     * @param rows the list's row of each recording, by path; each names its data file by its index
     * @param files the data files, relative to the page; none if all is inline
     * @param inline the bodies by path, if they are few
     */
    record Prepared(Map<String, ObjectNode> rows, List<String> files, ObjectNode inline) {}
}
