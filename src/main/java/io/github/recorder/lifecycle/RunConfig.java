package io.github.recorder.lifecycle;

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
 * @param port the port to listen on; 0 for any that is free
 * @param isolation whether one test may be answered with another test's recording
 * @param cacheMegabytes the bound on the responses that are kept in memory, in MiB
 * @param missReports where the whole story of each miss is written, for instance {@code target/recorder/misses}; null:
 *     nowhere
 * @param recording whether real services are called, and what is recorded of them
 * @param interception which hosts the server takes the place of; null for none
 * @param allowedHosts names by which clients may call the server, besides those of this machine
 * @param open whether programs of this machine need no token even if the port is not fixed
 * @param requests told a line for each request; null if nobody wants to know
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
        boolean open,
        @Nullable Consumer<String> requests) {

    private static final long MOST_DEFAULT_CACHE_MEGABYTES = 256;

    /** Modules of one build may run at once, each with a cache of its own. */
    private static final long CACHE_PART_OF_HEAP = 16;

    /** Keeps a copy of the list. */
    public RunConfig {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Returns the size of a response cache that fits the memory of this JVM, in MiB. */
    public static int defaultCacheMegabytes() {
        long heapMegabytes = Runtime.getRuntime().maxMemory() >> 20;
        return (int) Math.min(MOST_DEFAULT_CACHE_MEGABYTES, heapMegabytes / CACHE_PART_OF_HEAP);
    }

    /** A run whose server is called by the names of this machine, with a token unless the port is fixed. */
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
                false,
                null);
    }

    /** A run that takes the place of no host. */
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

    /** A run that only replays. */
    public RunConfig(
            Path recordings,
            String directory,
            int port,
            Isolation isolation,
            int cacheMegabytes,
            @Nullable Folder missReports) {
        this(recordings, directory, port, isolation, cacheMegabytes, missReports, RecordingOptions.REPLAY, null);
    }

    /** A run that only replays, and writes no reports. */
    public RunConfig(Path recordings, String directory, int port, Isolation isolation, int cacheMegabytes) {
        this(recordings, directory, port, isolation, cacheMegabytes, null, RecordingOptions.REPLAY, null);
    }

    /**
     * A folder that need not exist yet.
     *
     * @param path the path
     * @param shown the path for messages
     * @param since when the build began, whose files stay
     */
    public record Folder(Path path, String shown, Instant since) {}
}
