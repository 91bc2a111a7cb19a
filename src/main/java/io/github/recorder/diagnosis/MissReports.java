package io.github.recorder.diagnosis;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.matching.Digest;
import io.github.recorder.redaction.SecretScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files with the full report of each distinct miss of a run, named {@code <n>-<first 12 characters of the
 * hash>.txt}. Thread-safe.
 */
public final class MissReports {

    /** The maximum number of reports. */
    static final int MOST_REPORTS = 200;

    private static final int HASH_CHARACTERS = 12;

    private static final Pattern REPORT = Pattern.compile("\\d+-[0-9a-f]{" + HASH_CHARACTERS + "}\\.txt");

    private final @Nullable Path directory;
    private final String shown;
    private final Consumer<String> problems;
    private final Map<Key, String> written = new HashMap<>();
    private boolean broken;

    private MissReports(@Nullable Path directory, String shown, Consumer<String> problems) {
        this.directory = directory;
        this.shown = shown;
        this.problems = problems;
    }

    /**
     * Creates reports in a directory, which is created with the first report. Reports of earlier builds are deleted.
     *
     * @param shown the directory as messages name it
     * @param since when the build began; other runs of the same build leave their reports in the same directory
     * @param problems called at most once if reports cannot be written
     */
    public static MissReports in(Path directory, String shown, Instant since, Consumer<String> problems) {
        try {
            sweep(directory, since);
        } catch (IOException problem) {
            problems.accept("Reports of earlier misses in " + shown + " cannot be deleted: "
                    + FileFailure.message(problem) + ".");
        }
        return new MissReports(directory, shown, problems);
    }

    private static void sweep(Path directory, Instant since) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (REPORT.matcher(file.getFileName().toString()).matches()
                        && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                                .toInstant()
                                .isBefore(since)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Returns reports that are not written. */
    public static MissReports none() {
        return new MissReports(null, "", problem -> {});
    }

    /**
     * Writes the report of a miss unless it is already written. Returns its file as messages name it; null if it has
     * none.
     *
     * @param secrets the secrets that are hidden in the report
     */
    @Nullable
    synchronized String write(Miss miss, SecretScan secrets) {
        if (directory == null) {
            return null;
        }
        Digest request = miss.request();
        Key key = new Key(request, miss.testId());
        String known = written.get(key);
        if (known != null || broken || written.size() == MOST_REPORTS) {
            return known;
        }
        RequestIdentity identity = miss.identity();
        String hash = identity == null ? request.toString() : identity.hash();
        String name = (written.size() + 1) + "-" + hash.substring(0, HASH_CHARACTERS) + ".txt";
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve(name), secrets.masked(MissRenderer.report(miss)), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            broken = true;
            problems.accept("Reports of misses cannot be written to " + shown + ": " + FileFailure.message(problem)
                    + ". The log has their first lines.");
            return null;
        }
        String path = shown + "/" + name;
        written.put(key, path);
        return path;
    }

    private record Key(Digest request, @Nullable String testId) {}
}
