package io.github.recorder.store;

import io.github.recorder.recording.CorruptRecordingException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kinds of damage that tools do to files, which are easier to repair when they are named. */
final class FileDamage {

    private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
    private static final int START_CHARACTERS = LFS_POINTER.length();

    private FileDamage() {}

    /** Returns the problem with the name of the tool that caused it, if the file shows it; else the problem itself. */
    static CorruptRecordingException named(Path file, CorruptRecordingException problem) {
        try {
            String start = line(file, 1);
            if (start.startsWith(LFS_POINTER)) {
                return named(1, "a pointer of Git LFS and not the file itself; `git lfs pull` gets it", problem);
            }
            if (start.startsWith(BYTE_ORDER_MARK)) {
                return named(1, "not JSON: it begins with a byte order mark; save it as UTF-8 without one", problem);
            }
            String blamed = line(file, problem.line());
            if (blamed.startsWith("<<<<<<< ") || blamed.startsWith("=======") || blamed.startsWith(">>>>>>> ")) {
                return named(problem.line(), "not JSON: a merge of Git left its conflict markers in it", problem);
            }
            return problem;
        } catch (IOException unreadable) {
            return problem; // It was readable a moment ago, and that finding is still useful.
        }
    }

    private static CorruptRecordingException named(int line, String reason, CorruptRecordingException cause) {
        CorruptRecordingException named = new CorruptRecordingException(line, reason);
        named.initCause(cause);
        return named;
    }

    /** Returns the first characters of a line, one for each byte; none if the file has no such line. */
    private static String line(Path file, int number) throws IOException {
        if (number < 1) {
            return "";
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            int before = number - 1;
            while (before > 0) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                before -= next == '\n' ? 1 : 0;
            }
            return new String(in.readNBytes(START_CHARACTERS), StandardCharsets.ISO_8859_1);
        }
    }
}
