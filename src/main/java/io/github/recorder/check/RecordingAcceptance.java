package io.github.recorder.check;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnwritableRecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The outcome of taking live responses of the last check over into the recordings.
 *
 * @param accepted the recordings that were written, relative to the directory, with forward slashes
 * @param refused a sentence for each chosen recording that was not written, and is unchanged
 * @param unmatched the names for which there is no recording to accept, with a sentence for each
 */
public record RecordingAcceptance(List<String> accepted, List<String> refused, Map<String, String> unmatched) {

    /** A shorter prefix of a file name would match too many files. */
    private static final int SHORTEST_PREFIX = 6;

    private static final String NOT_KEPT = "cannot be accepted, because it has several responses, or its live response"
            + " has a secret or another form, or another model was asked. Record it again.";

    /** Keeps copies of the lists. */
    public RecordingAcceptance {
        accepted = List.copyOf(accepted);
        refused = List.copyOf(refused);
        unmatched = Collections.unmodifiableMap(new LinkedHashMap<>(unmatched));
    }

    /**
     * Takes responses over, each atomically. A recording that changed since the check is refused.
     *
     * @param store the recordings, being indexed
     * @param recordings their directory
     * @param workDirectory the directory of the check's results
     * @param chosen each a path, the beginning of a file name, or a pattern of test ids, in which {@code *} matches any
     *     characters
     * @param secrets the secrets that no recording may contain
     * @throws IOException if the results cannot be read
     */
    public static RecordingAcceptance of(
            RecordingStore store, Path recordings, Path workDirectory, List<String> chosen, SecretScan secrets)
            throws IOException {
        List<String> accepted = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        Optional<CheckReport> report = CheckReport.read(workDirectory.resolve(RecordingCheck.JSON));
        List<CheckedRecording> all = report.map(CheckReport::recordings).orElse(List.of()).stream()
                .filter(result ->
                        result.verdict() != CheckVerdict.IDENTICAL && result.verdict() != CheckVerdict.NOT_ASKED)
                .toList();
        Map<String, String> unmatched = new LinkedHashMap<>();
        for (String choice : chosen) {
            if (report.isEmpty()) {
                unmatched.put(
                        choice,
                        "For " + choice + " there is no result of a check in " + workDirectory.getFileName() + "/"
                                + RecordingCheck.JSON + ". Run `mvn recorder:check` first.");
            } else if (all.stream().noneMatch(result -> matches(choice.strip(), result))) {
                unmatched.put(
                        choice,
                        "The last check found no difference in a recording that is named by " + choice
                                + ". Give a file of its results, the first " + SHORTEST_PREFIX
                                + " characters of the name at least, or a test id, with * for any characters.");
            }
        }
        boolean ofOtherModel = report.filter(found -> found.model() != null).isPresent();
        LiveRecordings live = new LiveRecordings(workDirectory);
        for (CheckedRecording result : all) {
            if (chosen.stream().anyMatch(choice -> matches(choice.strip(), result))) {
                Optional<String> problem =
                        ofOtherModel ? Optional.of(NOT_KEPT) : accept(result, live, store, recordings, secrets);
                if (problem.isPresent()) {
                    refused.add(result.path() + " " + problem.get());
                } else {
                    accepted.add(result.path());
                }
            }
        }
        return new RecordingAcceptance(accepted, refused, unmatched);
    }

    private static boolean matches(String choice, CheckedRecording result) {
        String name = result.path().substring(result.path().lastIndexOf('/') + 1);
        boolean prefix = choice.length() >= SHORTEST_PREFIX && RequestHash.begins(name, choice);
        String pattern =
                Arrays.stream(choice.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        String test = result.test();
        return prefix || result.path().equals(choice) || (test != null && test.matches(pattern));
    }

    /** Writes a recording; returns why it was not written, and what to do. */
    private static Optional<String> accept(
            CheckedRecording result, LiveRecordings live, RecordingStore store, Path recordings, SecretScan secrets) {
        try {
            if (!store.has(result.path()) || !result.isOf(recordings.resolve(result.path()))) {
                return Optional.of("has changed since it was checked. Run `mvn recorder:check` again.");
            }
            Optional<Recording> now = live.read(result.path());
            if (now.isEmpty()) {
                return Optional.of(NOT_KEPT);
            }
            Optional<SecretScan.Finding> secret = secrets.in(now.get().document());
            if (secret.isPresent()) {
                return Optional.of("was not written: at " + secret.get().pointer() + " it would hold "
                        + secret.get().what() + ". If it is no secret, let it pass: -Drecorder.allowedSecrets="
                        + secret.get().digest());
            }
            store.write(result.path(), now.get());
            live.delete(result.path());
            return Optional.empty();
        } catch (IOException | CorruptRecordingException problem) {
            return Optional.of("was not written: " + FileFailure.message(problem));
        } catch (UnwritableRecordingException problem) {
            return Optional.of("was not written: " + problem.reason());
        }
    }
}
