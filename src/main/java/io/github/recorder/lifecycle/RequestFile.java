package io.github.recorder.lifecycle;

import io.github.recorder.matching.TestId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request in a file: either the JSON of its body alone, or a small HTTP request as in {@code .http} files, which has
 * a line {@code POST /v1/embeddings}, headers, an empty line, and the body. All headers except {@code
 * X-Recorder-Test-Id} are ignored.
 *
 * @param shown the file name for messages
 * @param method the HTTP method
 * @param target the path, with the query if there is one; an absolute URL is allowed
 * @param testId the requesting test, in ASCII form; null if unknown
 * @param body the body's text; empty if there is none
 */
public record RequestFile(
        String shown,
        String method,
        String target,
        @Nullable String testId,
        String body) {

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Za-z]{3,10}) +(\\S+)(?: +HTTP/[0-9.]+)?");
    private static final Pattern END_OF_LINE = Pattern.compile("\r?\n");
    private static final String TEST_HEADER = "x-recorder-test-id:";

    /**
     * Reads a file.
     *
     * @param testId the requesting test, which overrides the file's header; null to use the header, if any
     * @param endpoint the path to POST to if the file holds the body alone
     */
    public static RequestFile read(Path file, @Nullable String testId, String endpoint) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        String[] lines = END_OF_LINE.split(text, 2);
        Matcher start = REQUEST_LINE.matcher(lines[0].strip());
        String shown = file.toString();
        if (!start.matches()) {
            return new RequestFile(shown, "POST", endpoint, ascii(testId), text.strip());
        }
        String rest = lines.length < 2 ? "" : lines[1];
        String test = testId;
        while (!rest.isEmpty()) {
            String[] header = END_OF_LINE.split(rest, 2);
            rest = header.length < 2 ? "" : header[1];
            if (header[0].isBlank()) {
                break;
            }
            if (test == null && header[0].toLowerCase(Locale.ROOT).startsWith(TEST_HEADER)) {
                test = header[0].substring(TEST_HEADER.length()).strip();
            }
        }
        return new RequestFile(shown, start.group(1), start.group(2), ascii(test), rest.strip());
    }

    private static @Nullable String ascii(@Nullable String testId) {
        return testId == null || testId.isBlank() ? null : TestId.ascii(testId);
    }
}
