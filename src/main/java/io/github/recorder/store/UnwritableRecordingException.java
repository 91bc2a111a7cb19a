package io.github.recorder.store;

import io.github.recorder.failure.FileFailure;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Thrown if a recording could not be written. The message says which file, why, and what to do. */
public final class UnwritableRecordingException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnwritableRecordingException(Path file, IOException problem) {
        this(
                file,
                reason(file, problem),
                "Make room or give the user the right to write there, then record again.",
                problem);
    }

    private UnwritableRecordingException(Path file, String reason, String advice, @Nullable Exception cause) {
        super("The recording " + file + " was not written: " + reason + ". " + advice, cause);
        this.reason = reason;
    }

    /**
     * Returns an exception for a recording that must not be written.
     *
     * @param reason why, without a full stop
     * @param advice what to do, as a sentence
     */
    static UnwritableRecordingException of(Path file, String reason, String advice) {
        return new UnwritableRecordingException(file, reason, advice, null);
    }

    /** Returns the reason, without the file. */
    public String reason() {
        return reason;
    }

    private static String reason(Path file, IOException problem) {
        for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above) && !Files.isDirectory(above)) {
                return "the folder cannot be made, for " + above + " is not a folder";
            }
        }
        return FileFailure.reason(problem);
    }
}
