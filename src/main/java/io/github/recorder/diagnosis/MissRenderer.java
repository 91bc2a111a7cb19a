package io.github.recorder.diagnosis;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.Difference;
import io.github.recorder.matching.JsonDifferences;
import io.github.recorder.matching.NearMiss;
import io.github.recorder.matching.RecordingOwner;
import io.github.recorder.matching.RuleSuggestion;
import io.github.recorder.recording.PythonJson;
import io.github.recorder.recording.VisibleText;
import io.github.recorder.store.RecordedEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders a miss as text. Its secrets must be hidden already. Pure. */
final class MissRenderer {

    /** The maximum length of a paragraph, which SDKs show as the message of an exception. */
    static final int MOST_CHARACTERS = 1500;

    private static final int MOST_VALUE_CHARACTERS = 80;
    private static final int MOST_VALUE_CHARACTERS_OF_REPORT = 600;
    private static final int MOST_NAME_CHARACTERS = 160;
    private static final int MOST_DIFFERENCES = 4;
    private static final int MOST_FILES = 3;
    static final int MOST_FILES_OF_REPORT = 50;
    private static final int SHORT_HASH = 12;
    private static final int MOST_RULE_CHARACTERS = 600;
    private static final String RULE =
            " If what differs does not matter, this in the plugin's <configuration> makes the two the same request"
                    + " (its content goes into your <matching> if you have one): ";

    /** The prefix of a suggested rule's lines in logs and reports. */
    static final String RULE_INDENT = "    ";

    private static final String CUT = "\u2026";

    private MissRenderer() {}

    /**
     * Returns the text for the client's exception and for the build failure: one paragraph, at most {@link
     * #MOST_CHARACTERS} long. Values are shortened.
     *
     * @param report the file with the full report; null if there is none
     * @param masked hides the secrets in a sentence, most of which are the same in many misses
     */
    static String paragraph(Miss miss, @Nullable String report, UnaryOperator<String> masked) {
        RequestIdentity identity = miss.identity();
        StringBuilder start = new StringBuilder(
                        named(miss.method(), miss.endpoint(), miss.testId(), identity == null ? null : identity.hash()))
                .append(masked.apply(why(miss, MOST_FILES)));
        if (miss.removed() != null) {
            start.append(' ').append(masked.apply(miss.removed()));
        }
        String more = report == null ? "" : " Full report: " + report + ".";
        StringBuilder end = new StringBuilder(masked.apply(advice(miss)));
        String rule = masked.apply(rule(miss));
        // A part of a rule would be of no use.
        if (start.length() + end.length() + rule.length() + more.length() < MOST_CHARACTERS) {
            end.append(rule);
        }
        end.append(more);
        StringBuilder middle = new StringBuilder();
        int room = MOST_CHARACTERS - start.length() - end.length() - 1;
        for (String sentence : nearest(miss, room)) {
            String shown = masked.apply(sentence);
            if (middle.length() + 1 + shown.length() <= room) {
                middle.append(' ').append(shown);
            }
        }
        String text = start
                + middle.toString()
                + (end.isEmpty() ? "" : " ")
                + end.toString().strip();
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + CUT;
    }

    private static String named(String method, String endpoint, @Nullable String testId, @Nullable String hash) {
        return "No recording answers " + method + ' ' + cut(endpoint) + test(testId) + hash(hash) + ". ";
    }

    private static String hash(@Nullable String hash) {
        return hash == null ? "" : " (hash " + hash + ")";
    }

    /**
     * Returns the text for the ledger and the end of the run, which name the test themselves. It is short because a
     * build may have thousands.
     *
     * @param hash as for {@link #unexplained}
     * @param report the file with the full report, whose name has the hash; null if there is none
     */
    static String noted(String method, String endpoint, @Nullable String hash, @Nullable String report) {
        String more = report != null ? " (" + report + ")" : hash(hash == null ? null : hash.substring(0, SHORT_HASH));
        return method + ' ' + cut(endpoint) + more;
    }

    /**
     * Returns the text for the client's exception about a miss that is not compared with the recordings.
     *
     * @param hash the hash that a recording of the request would have; null if unknown
     * @param explained the number of earlier misses
     */
    static String unexplained(
            String method, String endpoint, @Nullable String testId, @Nullable String hash, int explained) {
        return named(method, endpoint, testId, hash) + "It was not compared with the recordings, because " + explained
                + " misses of this run were. Record it: " + RecordCommand.TEXT + ".";
    }

    /** Returns the line for the log that ends the explanations of a run. */
    static String noMore(int explained) {
        return explained
                + " misses were explained. Further ones are counted and named in the ledger, and are not compared"
                + " with the recordings.";
    }

    /**
     * Returns the text for the log: at most eight lines, without a newline at the end. Values are shortened.
     *
     * @param report the file with the full report; null if there is none
     */
    static String log(Miss miss, @Nullable String report) {
        List<String> lines = new ArrayList<>();
        lines.add("No recording answers " + miss.method() + " " + cut(miss.endpoint()) + test(miss.testId()));
        String hint = "";
        if (miss.near().isEmpty()) {
            lines.add("  why        " + why(miss, MOST_FILES));
        } else {
            NearMiss nearest = miss.near().get(0);
            lines.add("  nearest    " + nearest.path() + " (" + owner(nearest) + "), " + summary(nearest));
            first(nearest.differences(), 1).forEach(difference -> {
                ValuePreview shown = ValuePreview.of(difference, MOST_VALUE_CHARACTERS);
                lines.add("    " + place(difference) + position(shown) + others(nearest.differences()));
                lines.add("      request    " + orNothing(shown.request()));
                lines.add("      recording  " + orNothing(shown.recording()));
            });
            hint = hint(nearest.differences());
        }
        if (miss.removed() != null) {
            lines.add("  removed    " + miss.removed());
        } else if (!hint.isEmpty()) {
            lines.add("  hint       " + hint);
        }
        lines.add("  to do      " + advice(miss) + rule(miss));
        if (report != null) {
            lines.add("  report     " + report);
        }
        return String.join("\n", lines);
    }

    /** Returns a phrase that names the places of further differences. */
    private static String others(JsonDifferences differences) {
        List<String> places = first(differences, MOST_DIFFERENCES).stream()
                .skip(1)
                .map(MissRenderer::place)
                .toList();
        int more = differences.count() - 1 - places.size();
        return places.isEmpty()
                ? ""
                : ", and at " + String.join(", ", places) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String rule(Miss miss) {
        return miss.suggestion()
                .map(RuleSuggestion::xml)
                .filter(xml -> xml.length() <= MOST_RULE_CHARACTERS)
                .map(xml -> RULE + xml)
                .orElse("");
    }

    /**
     * Returns one line for the log, if it need not explain the miss.
     *
     * @param first the first miss of the same cause, which the log has explained; null if there is none
     * @param report the file with the full report; null if there is none
     */
    static String line(Miss miss, @Nullable Miss first, @Nullable String report) {
        return "No recording answers " + miss.method() + " " + cut(miss.endpoint()) + test(miss.testId()) + "."
                + (first == null
                        ? ""
                        : " The cause is the same as that of the request" + test(first.testId()) + " above.")
                + (report == null ? "" : " Full report: " + report + ".");
    }

    private static String test(@Nullable String testId) {
        return testId == null ? " of an unnamed test" : " of test " + cut(testId);
    }

    /** Returns the full report, which ends with a newline. */
    static String report(Miss miss) {
        StringBuilder text = new StringBuilder("No recording answers this request.\n\n");
        row(text, "request", miss.method() + " " + miss.endpoint());
        row(text, "test", miss.testId() == null ? "not known" : VisibleText.of(miss.testId()));
        RequestIdentity identity = miss.identity();
        row(text, "hash", identity == null ? "not known, for the service's URL is not" : identity.hash());
        row(text, "why", why(miss, MOST_FILES_OF_REPORT));
        if (miss.removed() != null) {
            row(text, "removed", miss.removed());
        }
        row(text, "to do", advice(miss));
        miss.suggestion()
                .ifPresent(rules -> text.append('\n')
                        .append(RULE.strip())
                        .append("\n\n")
                        .append(String.join("\n", rules.lines(RULE_INDENT)))
                        .append('\n'));
        if (!miss.near().isEmpty()) {
            text.append("\nNearest recordings\n");
            int number = 1;
            for (NearMiss near : miss.near()) {
                text.append('\n')
                        .append(number)
                        .append(". ")
                        .append(near.path())
                        .append('\n');
                near(text, near, number == 1 ? MOST_VALUE_CHARACTERS_OF_REPORT : MOST_VALUE_CHARACTERS);
                number++;
            }
        }
        if (!miss.endpoints().isEmpty()) {
            text.append("\nRecorded endpoints\n\n");
            for (RecordedEndpoint endpoint : miss.endpoints()) {
                text.append("%7d  %s %s\n".formatted(endpoint.recordings(), endpoint.method(), endpoint.endpoint()));
            }
            int more = miss.moreEndpoints();
            text.append(more > 0 ? "         and " + more + " more\n" : "");
        }
        text.append("\nThe request's body, as it is compared\n\n");
        text.append(
                miss.body() == null
                        ? "none\n"
                        : new String(PythonJson.indented(miss.body()), StandardCharsets.ISO_8859_1));
        if (identity != null) {
            text.append("\nWhat the hash is the sha256 of")
                    .append(identity.whole() ? "" : ", but for what is hidden in it")
                    .append(identity.bodyCut() ? ", with the whole body in one line, its keys sorted" : "")
                    .append("\n\n")
                    .append(identity.canonical())
                    .append('\n');
        }
        return text.toString();
    }

    private static void near(StringBuilder text, NearMiss near, int mostOfValue) {
        JsonDifferences differences = near.differences();
        text.append("   test       ")
                .append(near.testId() == null ? "every test" : VisibleText.of(near.testId()))
                .append(near.relation() == RecordingOwner.OWN_TEST ? " (the same)" : "")
                .append('\n');
        if (!near.sameEndpoint()) {
            text.append("   request    ")
                    .append(near.recorded().method())
                    .append(' ')
                    .append(near.recorded().place())
                    .append('\n');
        }
        text.append("   distance   ").append(distance(differences)).append('\n');
        text.append("   bodies     ").append(summary(near)).append('\n');
        String hint = hint(differences);
        if (!hint.isEmpty()) {
            text.append("   hint       ").append(hint).append('\n');
        }
        for (Difference difference : differences.listed()) {
            ValuePreview shown = ValuePreview.of(difference, mostOfValue);
            text.append("     ")
                    .append(place(difference))
                    .append(position(shown))
                    .append('\n');
            text.append("       request    ").append(orNothing(shown.request())).append('\n');
            text.append("       recording  ")
                    .append(orNothing(shown.recording()))
                    .append('\n');
        }
        int more = differences.count() - differences.listed().size();
        if (more > 0) {
            text.append("     and ").append(more).append(" more\n");
        }
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("%-10s ".formatted(name)).append(value).append('\n');
    }

    /** Returns the sentences about the nearest recordings, the most useful first. */
    private static List<String> nearest(Miss miss, int room) {
        if (miss.near().isEmpty()) {
            return List.of();
        }
        NearMiss nearest = miss.near().get(0);
        JsonDifferences differences = nearest.differences();
        StringBuilder sentence = new StringBuilder("Nearest is ")
                .append(nearest.path())
                .append(" (")
                .append(owner(nearest))
                .append("): ")
                .append(summary(nearest));
        int told = 0;
        for (Difference difference : first(differences, MOST_DIFFERENCES)) {
            ValuePreview shown = ValuePreview.of(difference, MOST_VALUE_CHARACTERS);
            String part = (told == 0 ? ": at " : "; at ") + place(difference) + position(shown) + " " + values(shown);
            if (sentence.length() + part.length() > room - 20) {
                break;
            }
            sentence.append(part);
            told++;
        }
        if (told > 0 && told < differences.count()) {
            sentence.append("; and ").append(differences.count() - told).append(" more");
        }
        List<String> sentences = new ArrayList<>();
        sentences.add(sentence.append('.').toString());
        sentences.add(hint(differences));
        sentences.removeIf(String::isEmpty);
        return sentences;
    }

    private static String values(ValuePreview shown) {
        if (shown.recording() == null) {
            return "the request has " + shown.request() + ", the recording has nothing";
        }
        if (shown.request() == null) {
            return "the request has nothing, the recording has " + shown.recording();
        }
        return "the request has " + shown.request() + ", the recording has " + shown.recording();
    }

    private static List<Difference> first(JsonDifferences differences, int most) {
        return differences
                .listed()
                .subList(0, Math.min(most, differences.listed().size()));
    }

    static String summary(NearMiss near) {
        int count = near.differences().count();
        String bodies =
                count == 0 ? "the same body" : "its body differs in " + count + (count == 1 ? " place" : " places");
        if (near.sameEndpoint()) {
            return bodies;
        }
        String place = "it is of " + near.recorded().method() + " "
                + cut(near.recorded().place());
        if (count > 0) {
            return place + ", and " + bodies;
        }
        return near.recorded().body() == null ? place : place + ", and has the same body";
    }

    private static String owner(NearMiss near) {
        return switch (near.relation()) {
            case OWN_TEST -> "the same test";
            case NO_TEST -> "every test's";
            case OWN_CLASS -> "its class";
            case OTHER_TEST -> "test " + cut(String.valueOf(near.testId()));
        };
    }

    /** Returns a JSON pointer for readers, with a phrase for the empty pointer. */
    private static String place(Difference difference) {
        return difference.pointer().isEmpty() ? "the whole body" : cut(difference.pointer());
    }

    private static String position(ValuePreview shown) {
        return shown.at() < 0 ? "" : " (character " + (shown.at() + 1) + ")";
    }

    private static String orNothing(@Nullable String value) {
        return value == null ? "nothing" : value;
    }

    private static String distance(JsonDifferences differences) {
        return String.format(Locale.ROOT, "%.3f of 1", differences.distance() / (double) JsonDifferences.FARTHEST);
    }

    static String hint(JsonDifferences differences) {
        return switch (differences.likeness()) {
            case NONE -> "";
            case LINE_ENDS ->
                "The bodies differ only in the ends of lines, CR LF against LF: read the text in the same way on every"
                        + " machine.";
            case WHITE_SPACE -> "The bodies differ only in white space.";
            case CHANGING_VALUES ->
                "The bodies differ only in values that change in every run, such as a date or a random id: give the"
                        + " test a fixed one.";
        };
    }

    /** Returns the reason for the miss, in a sentence or two. */
    static String why(Miss miss, int mostFiles) {
        Miss.Why why = miss.why();
        if (why instanceof Miss.Why.OtherTestsOnly only) {
            return "Isolation is strict, and only other tests recorded this request: "
                    + files(only.candidates(), mostFiles) + ".";
        }
        if (why instanceof Miss.Why.OtherTestsDisagree disagree) {
            return "Only other tests recorded this request, and their responses differ: "
                    + files(disagree.candidates(), mostFiles) + ". From the first to another one, "
                    + disagree.difference() + ".";
        }
        if (why instanceof Miss.Why.OtherHeaders other) {
            return "This request was recorded with other values of a header that counts (<headers> of <matching>): "
                    + files(other.candidates(), mostFiles) + ". " + other.difference() + ".";
        }
        if (why instanceof Miss.Why.Corrupt corrupt) {
            return "The recording that answers it is broken: " + corrupt.problem();
        }
        if (miss.recordings() == 0) {
            return "There are no recordings in " + miss.directory() + ".";
        }
        String number = miss.recordings() == 1
                ? "The one recording of "
                : "None of the " + String.format(Locale.ROOT, "%,d", miss.recordings()) + " recordings of ";
        String is = miss.recordings() == 1 ? " is not" : " is";
        boolean endpointKnown = miss.endpoints().stream()
                .anyMatch(known ->
                        known.method().equals(miss.method()) && known.endpoint().equals(miss.endpoint()));
        if (endpointKnown || !miss.near().isEmpty() || miss.endpoints().isEmpty()) {
            return number + miss.directory() + is + " of this request.";
        }
        return number + miss.directory() + is + " of this endpoint; recorded is " + endpoints(miss) + ".";
    }

    static String advice(Miss miss) {
        if (miss.why() instanceof Miss.Why.Corrupt) {
            return "Fix the file, or restore it from version control.";
        }
        if (miss.why() instanceof Miss.Why.OtherTestsOnly) {
            return "Record it for this test: " + RecordCommand.TEXT + ". Or set -Drecorder.isolation=prefer.";
        }
        if (miss.why() instanceof Miss.Why.OtherTestsDisagree) {
            return "Record it for this test: " + RecordCommand.TEXT
                    + ". If the test is not known, name it in the header X-Recorder-Test-Id.";
        }
        return (miss.removed() == null ? "Record it: " : "Or record it again: ") + RecordCommand.TEXT + "."
                + (miss.near().isEmpty() ? "" : " Or change the request back to what was recorded.");
    }

    private static String endpoints(Miss miss) {
        List<RecordedEndpoint> endpoints = miss.endpoints();
        String named = endpoints.stream()
                .limit(MOST_FILES)
                .map(endpoint -> endpoint.method() + " " + cut(endpoint.endpoint()))
                .collect(Collectors.joining(", "));
        int more = endpoints.size() + miss.moreEndpoints() - MOST_FILES;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static String files(List<Candidate> candidates, int most) {
        String named = candidates.stream()
                .limit(most)
                .map(candidate -> candidate.path() + " (" + cut(String.valueOf(candidate.testId())) + ")")
                .collect(Collectors.joining(", "));
        int more = candidates.size() - most;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    /** Returns a name. A long name is shortened in the middle, because the end of a test id is the most specific. */
    private static String cut(String name) {
        String visible = VisibleText.of(name);
        if (visible.length() <= MOST_NAME_CHARACTERS) {
            return visible;
        }
        int half = MOST_NAME_CHARACTERS / 2;
        return visible.substring(0, half) + CUT + visible.substring(visible.length() - half);
    }
}
