package io.github.recorder.diagnosis;

import io.github.recorder.matching.Difference;
import io.github.recorder.matching.DifferenceKind;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The cause of a miss, equal for all misses with the same cause. For instance, one edit of a prompt makes many requests
 * differ from their nearest recordings by the same words.
 *
 * @param kind the kind of cause
 * @param about the endpoint, broken file or values of headers that caused the miss; empty if the cause needs none
 * @param changes how the request differs from its nearest recording
 * @param more the number of further differences, which are not listed
 */
public record MissCause(Kind kind, String about, List<Change> changes, int more) {

    private static final int MOST_CHANGES = 6;
    private static final int MOST_TOLD = 3;
    private static final int MOST_CHARACTERS = 100;
    private static final int MOST_COMPARED_CHARACTERS = 500;
    private static final Pattern INDEX = Pattern.compile("/\\d+(?=/|$)");
    private static final String CUT = "\u2026";

    /** The kinds of causes. */
    public enum Kind {
        /** The request differs from the nearest recording by the changes. */
        CHANGED,
        /** No recording is similar to the request. */
        NOTHING_RECORDED,
        /** Only other tests recorded the request, and isolation is strict. */
        OTHER_TESTS,
        /** Only other tests recorded the request, and their responses differ. */
        OTHER_RESPONSES,
        /** The request was recorded with other values of the headers that count. */
        OTHER_HEADERS,
        /** The recording is broken. */
        BROKEN
    }

    /**
     * A difference between a recorded request and the current one.
     *
     * @param place a JSON pointer in which {@code *} matches every index; {@code endpoint} for the endpoint
     * @param recording the recorded words, without unchanged words at either end; null if there were none
     * @param request the current words
     */
    public record Change(
            String place,
            @Nullable String recording,
            @Nullable String request) {}

    /** Keeps a copy of the list. */
    public MissCause {
        changes = List.copyOf(changes);
    }

    /**
     * Returns the cause of a miss.
     *
     * @param secrets the secrets that are hidden in values of headers; those of the body are hidden already
     */
    static MissCause of(Miss miss, SecretScan secrets) {
        String endpoint = miss.method() + " " + miss.endpoint();
        if (miss.why() instanceof Miss.Why.Corrupt corrupt) {
            return new MissCause(Kind.BROKEN, corrupt.problem(), List.of(), 0);
        }
        if (miss.why() instanceof Miss.Why.OtherHeaders other) {
            return new MissCause(Kind.OTHER_HEADERS, secrets.masked(other.difference()), List.of(), 0);
        }
        if (!(miss.why() instanceof Miss.Why.NothingRecorded)) {
            return new MissCause(
                    miss.why() instanceof Miss.Why.OtherTestsDisagree ? Kind.OTHER_RESPONSES : Kind.OTHER_TESTS,
                    "",
                    List.of(),
                    0);
        }
        if (miss.near().isEmpty()) {
            return new MissCause(Kind.NOTHING_RECORDED, endpoint, List.of(), 0);
        }
        NearMiss nearest = miss.near().get(0);
        List<Change> changes = new ArrayList<>();
        if (!nearest.sameEndpoint()) {
            changes.add(new Change(
                    "endpoint",
                    nearest.recorded().method() + " " + nearest.recorded().place(),
                    endpoint));
        }
        List<Difference> listed = nearest.differences().listed();
        listed.stream().limit(MOST_CHANGES).map(MissCause::change).distinct().forEach(changes::add);
        return new MissCause(
                Kind.CHANGED, "", changes, Math.max(0, nearest.differences().count() - MOST_CHANGES));
    }

    private static Change change(Difference difference) {
        String place = INDEX.matcher(difference.pointer()).replaceAll("/*");
        if (difference.likeness() == DifferenceKind.CHANGING_VALUES) {
            return new Change(place, "a value of the run that recorded it", "another one of this run");
        }
        JsonNode request = difference.request();
        JsonNode recording = difference.recording();
        if (request == null || recording == null || !request.isString() || !recording.isString()) {
            return new Change(place, text(recording), text(request));
        }
        return words(place, recording.stringValue(), request.stringValue());
    }

    /** Keeps only the words that changed, because the words around them differ from test to test. */
    private static Change words(String place, String recording, String request) {
        int shorter = Math.min(recording.length(), request.length());
        int head = 0;
        while (head < shorter && recording.charAt(head) == request.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && recording.charAt(recording.length() - 1 - tail) == request.charAt(request.length() - 1 - tail)) {
            tail++;
        }
        while (head > 0 && !Character.isWhitespace(recording.charAt(head - 1))) {
            head--;
        }
        while (tail > 0 && !Character.isWhitespace(recording.charAt(recording.length() - tail))) {
            tail--;
        }
        return new Change(
                place,
                bounded(recording.substring(head, recording.length() - tail)),
                bounded(request.substring(head, request.length() - tail)));
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        return bounded(
                value.isString() ? value.stringValue() : new String(Json.compact(value), StandardCharsets.UTF_8));
    }

    private static String bounded(String text) {
        return text.length() <= MOST_COMPARED_CHARACTERS
                ? text
                : text.substring(0, MOST_COMPARED_CHARACTERS) + CUT + " (" + text.length() + " characters)";
    }

    /** Returns the cause as a phrase that fits after "because". */
    public String phrase() {
        return switch (kind) {
            case BROKEN -> "their recording is broken: " + about;
            case OTHER_TESTS -> "isolation is strict, and only other tests have recorded them";
            case OTHER_RESPONSES -> "only other tests have recorded them, and their responses differ";
            case OTHER_HEADERS -> "they were recorded with other values of a header that counts: " + about;
            case NOTHING_RECORDED -> "nothing like " + about + " is recorded";
            case CHANGED -> changes.isEmpty() ? "their nearest recordings belong to other tests" : changesPhrase();
        };
    }

    private String changesPhrase() {
        String told = changes.stream().limit(MOST_TOLD).map(MissCause::phrase).collect(Collectors.joining("; "));
        int left = changes.size() + more - Math.min(MOST_TOLD, changes.size());
        return "of one change: " + told + (left > 0 ? "; and " + left + " more" : "");
    }

    private static String phrase(Change change) {
        return "at " + (change.place().isEmpty() ? "the whole body" : change.place()) + " the recordings have "
                + quoted(change.recording()) + " and the requests " + quoted(change.request());
    }

    private static String quoted(@Nullable String text) {
        if (text == null) {
            return "nothing";
        }
        String line = text.strip().replaceAll("\\s+", " ");
        return "\"" + (line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + CUT) + "\"";
    }

    /** Returns the name of the kind in JSON. */
    public String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
