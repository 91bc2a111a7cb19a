package io.github.recorder.check;

import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The results of a check, as {@code check.json} holds them. It is written while the check runs, so that a check that
 * was interrupted can go on.
 *
 * @param plugin the version of this plugin
 * @param model the model that was requested in place of the recorded ones; null for the recorded ones
 * @param recordings the results, the recordings that did not change for the longest time first
 * @param earlier the results of earlier checks that this one does not repeat: of other models, those that are more than
 *     a day old, and those of recordings that could be asked only then
 */
public record CheckReport(
        String plugin, @Nullable String model, List<CheckedRecording> recordings, List<EarlierResults> earlier) {

    private static final String FORMAT = "recorder-check";
    private static final int VERSION = 1;

    /**
     * Results of earlier checks.
     *
     * @param model the model that was requested in place of the recorded ones; null for the recorded ones
     * @param recordings the results
     */
    public record EarlierResults(@Nullable String model, List<CheckedRecording> recordings) {

        /** Keeps a copy of the list. */
        public EarlierResults {
            recordings = List.copyOf(recordings);
        }
    }

    /** Keeps copies of the lists. */
    public CheckReport {
        recordings = List.copyOf(recordings);
        earlier = List.copyOf(earlier);
    }

    /** Returns the results of a file; empty if there is none, or if it cannot be read, so that all is asked again. */
    public static Optional<CheckReport> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || !(Json.parse(Files.readAllBytes(file)) instanceof ObjectNode json)) {
                return Optional.empty();
            }
            boolean known = json.path("format").asString("").equals(FORMAT)
                    && json.path("version").asInt(0) == VERSION;
            json.remove(List.of("format", "version", "counts"));
            json.withArray("earlier");
            return known ? Optional.of(Json.mapper().treeToValue(json, CheckReport.class)) : Optional.empty();
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Returns the recording with the live response that a check kept; empty if there is none, because it is that of
     * another model, for instance, or if it cannot be read.
     *
     * @param workDirectory the directory of the results
     */
    public Optional<Recording> live(Path workDirectory, CheckedRecording result) {
        try {
            return model != null ? Optional.empty() : new LiveRecordings(workDirectory).read(result.path());
        } catch (IOException | CorruptRecordingException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns the counts as one sentence. */
    public String sentence() {
        int size = recordings.size();
        return size + (size == 1 ? " recording" : " recordings") + " checked: "
                + Arrays.stream(CheckVerdict.values())
                        .map(verdict -> count(verdict) + " " + verdict.words())
                        .collect(Collectors.joining(", "));
    }

    /** Returns the content of the file. */
    byte[] json() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("format", FORMAT).put("version", VERSION);
        ObjectNode counts = json.putObject("counts");
        for (CheckVerdict verdict : CheckVerdict.values()) {
            counts.put(verdict.name().toLowerCase(Locale.ROOT).replace('_', ' '), count(verdict));
        }
        json.setAll((ObjectNode) Json.mapper().valueToTree(this));
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    /** Returns the number of recordings with a verdict. */
    public int count(CheckVerdict verdict) {
        return (int) recordings.stream()
                .filter(recording -> recording.verdict() == verdict)
                .count();
    }
}
