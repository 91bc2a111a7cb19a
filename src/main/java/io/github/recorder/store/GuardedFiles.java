package io.github.recorder.store;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The files of a store, of which one that cannot be read never affects another. Any fault while a file is read,
 * including one of this plugin, becomes a problem of this one file. Thread-safe.
 */
final class GuardedFiles {

    private final LayeredFiles files;
    private final FileProblems problems;

    GuardedFiles(LayeredFiles files, FileProblems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** Reads everything of a recording except its response. */
    RecordingHead head(String path) throws UnreadableRecordingException {
        return reading(path, () -> files.head(path));
    }

    /** Reads a whole recording. */
    Recording whole(String path) throws UnreadableRecordingException {
        return reading(path, () -> files.whole(path));
    }

    /** Performs an action that reads a file. */
    <T> T reading(String path, FileReader<T> reader) throws UnreadableRecordingException {
        try {
            return reader.read();
        } catch (CorruptRecordingException problem) {
            throw found(new FileProblem(path, problem.line(), problem.reason() + inArchive(path), true), problem);
        } catch (IOException problem) {
            RecordingArchive archive = files.archive(path);
            throw found(
                    archive == null
                            ? unreadable(files.file(path), path, problem)
                            : new FileProblem(
                                    path,
                                    0,
                                    "it cannot be read from " + archive.name() + ": " + FileFailure.message(problem),
                                    true),
                    problem);
        } catch (OutOfMemoryError problem) {
            throw unservable(
                    path, "it does not fit into memory; give Maven more, for instance MAVEN_OPTS=-Xmx4g", problem);
        } catch (RuntimeException | StackOverflowError problem) {
            throw unservable(path, "it cannot be understood: " + problem, problem);
        }
    }

    /** An action that reads a file. */
    @FunctionalInterface
    interface FileReader<T> {
        T read() throws IOException, CorruptRecordingException;
    }

    /**
     * Notes the problem of a recording that was read and cannot be served, and returns its exception.
     *
     * @param reason what was found, without a full stop
     */
    UnreadableRecordingException unservable(String path, String reason, Throwable cause) {
        return found(new FileProblem(path, 0, reason, true), cause);
    }

    private UnreadableRecordingException found(FileProblem problem, Throwable cause) {
        problems.add(problem);
        return new UnreadableRecordingException(problem, cause);
    }

    /** Returns the archive that holds a recording, as the end of a sentence. */
    private String inArchive(String path) {
        RecordingArchive archive = files.archive(path);
        return archive == null ? "" : " (in " + archive.name() + ")";
    }

    /** Returns the problem of a file of the directory that the system does not read. */
    static FileProblem unreadable(Path file, String path, IOException cause) {
        boolean missing = cause instanceof NoSuchFileException;
        String reason = missing && Files.isSymbolicLink(file)
                ? "it is a link to nothing"
                : missing ? "the file has gone" : "the file cannot be read: " + FileFailure.reason(cause);
        return new FileProblem(path, 0, reason, true);
    }
}
