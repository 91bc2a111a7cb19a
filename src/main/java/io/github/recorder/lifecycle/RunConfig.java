package io.github.recorder.lifecycle;

import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.matching.Isolation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a run.
 *
 * @param recordings the recordings directory; may be missing
 * @param directory the recordings directory as messages name it, for instance {@code src/test/recordings}
 * @param port the port to listen on; 0 for any free port
 * @param isolation whether a test may be served another test's recording
 * @param cacheMegabytes the maximum size of the responses in memory, in MiB
 * @param missReports the directory for the full report of each miss, for instance {@code target/recorder/misses}; null
 *     to write none
 * @param recording whether real services are called, and how responses are recorded
 * @param interception the hosts that the server intercepts; null for none
 * @param allowedHosts names by which clients may call the server, besides those of this machine
 * @param allowedOrigins origins of pages that may call the server from a browser, besides its own
 * @param open whether programs of this machine need no token even if the port is not fixed
 * @param requests called with a line for each request; null to omit the lines
 * @param progress called every few seconds with a line on what a run that records has recorded; null to omit them
 * @param page whether a page shows the run in a browser
 * @param indexes the folder of the files that keep the index for the next run; null to keep none
 * @param artifacts further recordings, which are only read, below the directory; the uppermost first
 */
public record RunConfig(
        Path recordings,
        String directory,
        int port,
        Isolation isolation,
        int cacheMegabytes,
        @Nullable Folder missReports,
        RecordingOptions recording,
        @Nullable InterceptionConfig interception,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        boolean open,
        @Nullable Consumer<String> requests,
        @Nullable Consumer<String> progress,
        boolean page,
        @Nullable Path indexes,
        List<ArtifactFile> artifacts) {

    private static final long MOST_DEFAULT_CACHE_MEGABYTES = 256;

    /** Modules of one build may run at the same time, each with its own cache. */
    private static final long CACHE_PART_OF_HEAP = 16;

    /** Keeps copies of the lists. */
    public RunConfig {
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        artifacts = List.copyOf(artifacts);
    }

    /** Returns a size for the response cache that fits the memory of this JVM, in MiB. */
    public static int defaultCacheMegabytes() {
        long heapMegabytes = Runtime.getRuntime().maxMemory() >> 20;
        return (int) Math.min(MOST_DEFAULT_CACHE_MEGABYTES, heapMegabytes / CACHE_PART_OF_HEAP);
    }

    /**
     * The configuration of a run that accepts this machine's names, and requires the token unless the port is fixed.
     */
    public RunConfig(
            Path recordings,
            String directory,
            int port,
            Isolation isolation,
            int cacheMegabytes,
            @Nullable Folder missReports,
            RecordingOptions recording,
            @Nullable InterceptionConfig interception) {
        this(
                recordings,
                directory,
                port,
                isolation,
                cacheMegabytes,
                missReports,
                recording,
                interception,
                List.of(),
                List.of(),
                false,
                null,
                null,
                false,
                null,
                List.of());
    }

    /** The configuration of a run that intercepts no host. */
    public RunConfig(
            Path recordings,
            String directory,
            int port,
            Isolation isolation,
            int cacheMegabytes,
            @Nullable Folder missReports,
            RecordingOptions recording) {
        this(recordings, directory, port, isolation, cacheMegabytes, missReports, recording, null);
    }

    /** The options of a run that only replays. */
    public RunConfig(
            Path recordings,
            String directory,
            int port,
            Isolation isolation,
            int cacheMegabytes,
            @Nullable Folder missReports) {
        this(recordings, directory, port, isolation, cacheMegabytes, missReports, RecordingOptions.REPLAY, null);
    }

    /** The configuration of a run that only replays and writes no reports. */
    public RunConfig(Path recordings, String directory, int port, Isolation isolation, int cacheMegabytes) {
        this(recordings, directory, port, isolation, cacheMegabytes, null, RecordingOptions.REPLAY, null);
    }

    /**
     * A folder, which may not exist yet.
     *
     * @param path the path
     * @param shown the path for messages
     * @param since when the build began, whose files are kept
     */
    public record Folder(Path path, String shown, Instant since) {}
}
