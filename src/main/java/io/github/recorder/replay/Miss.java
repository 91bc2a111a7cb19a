package io.github.recorder.replay;

import io.github.recorder.matching.Candidate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request that no recording answers, and what there is to say about it.
 *
 * @param method the HTTP method
 * @param endpoint the path without session and upstream, and the query if there was one
 * @param testId the test that asked; null where it is not known
 * @param hash the hash that a recording of the request would bear; null where no hash can be told
 * @param why what stands between the request and an answer
 */
record Miss(
        String method,
        String endpoint,
        @Nullable String testId,
        @Nullable String hash,
        Why why) {

    /** The most files that a text names. */
    private static final int NAMED_FILES = 3;

    /** What stands between a request and an answer. */
    sealed interface Why {

        /** Says it in a sentence or two, with what to do. */
        String sentence();

        /** Nothing that was recorded is the same request. */
        record NothingRecorded(int recordings, String directory) implements Why {
            @Override
            public String sentence() {
                return "None of the " + recordings + (recordings == 1 ? " recording of " : " recordings of ")
                        + directory
                        + " is of this request. Record the call, or change the request back to what was recorded.";
            }
        }

        /** Only other tests made the request, and isolation keeps theirs for them. */
        record OtherTestsOnly(List<Candidate> candidates) implements Why {
            @Override
            public String sentence() {
                return "Only other tests recorded it: " + files(candidates)
                        + ". Isolation is strict; record the call for this test, or set -Drecorder.isolation=prefer.";
            }
        }

        /** Only other tests made the request, and they got different answers. */
        record OtherTestsDisagree(List<Candidate> candidates) implements Why {
            @Override
            public String sentence() {
                return "Only other tests recorded it, and their answers differ: " + files(candidates)
                        + ". Record the call for this test, or name the test in the header X-Recorder-Test-Id.";
            }
        }

        /** The file that would answer is broken. */
        record Corrupt(String problem) implements Why {
            @Override
            public String sentence() {
                return "The recording that answers it is broken: " + problem
                        + " Mend the file or bring it back from version control.";
            }
        }

        private static String files(List<Candidate> candidates) {
            String named = candidates.stream()
                    .limit(NAMED_FILES)
                    .map(candidate -> candidate.path() + " (" + candidate.testId() + ")")
                    .collect(Collectors.joining(", "));
            int more = candidates.size() - NAMED_FILES;
            return more > 0 ? named + " and " + more + " more" : named;
        }
    }

    /** Returns the text for a person: one paragraph. */
    String text() {
        StringBuilder text = new StringBuilder("No recording answers ")
                .append(method)
                .append(' ')
                .append(endpoint);
        text.append(testId == null ? " of an unnamed test" : " of test " + testId);
        if (hash != null) {
            text.append(" (hash ").append(hash).append(')');
        }
        return text.append(". ").append(why.sentence()).toString();
    }
}
