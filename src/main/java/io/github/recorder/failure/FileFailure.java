package io.github.recorder.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** The words for a failure of the file system. The message of many a {@link FileSystemException} is the path alone. */
public final class FileFailure {

    private FileFailure() {}

    /** Returns the file and the reason, without a full stop; the exception's own message if it names no file. */
    public static String message(Exception problem) {
        return problem instanceof FileSystemException system && system.getFile() != null
                ? system.getFile() + ": " + reason(problem)
                : reason(problem);
    }

    /** Returns the reason without the file and without a full stop. */
    public static String reason(Exception problem) {
        @Nullable
        String reason = problem instanceof FileSystemException system ? system.getReason() : problem.getMessage();
        return reason != null ? reason : reasonOf(problem);
    }

    private static String reasonOf(Exception problem) {
        if (problem instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (problem instanceof AccessDeniedException) {
            return "this user has no permission for it";
        }
        if (problem instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (problem instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (problem instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (problem instanceof FileSystemLoopException) {
            return "links make its folder contain itself";
        }
        return "the system gives no reason";
    }
}
