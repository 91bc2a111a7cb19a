package io.github.recorder.prune;

import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.recording.Json;
import io.github.recorder.store.AtomicWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The manifest of a quarantine: its recordings, and their original directory.
 *
 * @param prunedAt the time of the prune
 * @param recordings the recordings directory, absolute; the file has it relative to the quarantine, so that both can be
 *     copied together
 * @param entries the recordings; one that is listed but missing was never moved, or has been restored
 */
record QuarantineManifest(Instant prunedAt, Path recordings, List<Entry> entries) {

    static final String FILE_NAME = "manifest.json";

    private static final String FORMAT = "recorder-quarantine";
    private static final String VERSION = "2.0";

    /**
     * One recording.
     *
     * @param path relative to the recordings directory and to the quarantine's {@code files}, with forward slashes
     * @param reason the reason as one word
     * @param detail the reason as a sentence
     */
    record Entry(
            String path,
            RecordingFingerprint fingerprint,
            @Nullable String test,
            String reason,
            String detail) {}

    /** Writes the manifest atomically. */
    void write(Path quarantine) throws IOException {
        ObjectNode document = Json.nodes().objectNode();
        document.put("format", FORMAT).put("version", VERSION);
        Path here = quarantine.toRealPath();
        boolean sameDrive = Objects.equals(here.getRoot(), recordings.getRoot());
        Path relative = sameDrive ? here.relativize(recordings) : recordings;
        document.put("pruned_at", prunedAt.toString());
        document.put("recordings", relative.toString().replace('\\', '/'));
        ArrayNode list = document.putArray("entries");
        for (Entry entry : entries) {
            list.addObject()
                    .put("path", entry.path())
                    .put("size", entry.fingerprint().size())
                    .put("sha256", entry.fingerprint().sha256())
                    .put("test", entry.test())
                    .put("reason", entry.reason())
                    .put("detail", entry.detail());
        }
        byte[] content = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
        AtomicWriter.write(quarantine.resolve(FILE_NAME), content);
    }

    /**
     * Reads the manifest of a quarantine.
     *
     * @throws IOException if it is missing or not valid
     */
    static QuarantineManifest read(Path quarantine) throws IOException {
        Path file = quarantine.resolve(FILE_NAME);
        JsonNode document;
        try {
            document = Json.parse(Files.readAllBytes(file));
        } catch (JacksonException malformed) {
            throw new IOException(file + " is not JSON: " + malformed.getOriginalMessage(), malformed);
        }
        if (!document.path("format").asString("").equals(FORMAT)
                || !document.path("version").asString("").startsWith("2.")) {
            throw new IOException(file + " is no manifest that this version reads");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : document.path("entries")) {
            JsonNode test = entry.path("test");
            entries.add(new Entry(
                    entry.path("path").asString(""),
                    new RecordingFingerprint(
                            entry.path("size").asLong(0), entry.path("sha256").asString("")),
                    test.isString() ? test.stringValue() : null,
                    entry.path("reason").asString(""),
                    entry.path("detail").asString("")));
        }
        String recordings = document.path("recordings").asString("");
        try {
            return new QuarantineManifest(
                    Instant.parse(document.path("pruned_at").asString("")),
                    quarantine.toRealPath().resolve(recordings).normalize(),
                    entries);
        } catch (DateTimeException malformed) {
            throw new IOException(file + " does not say when it was written", malformed);
        }
    }
}
