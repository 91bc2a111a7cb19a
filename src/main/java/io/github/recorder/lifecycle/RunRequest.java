package io.github.recorder.lifecycle;

import io.github.recorder.matching.Isolation;
import java.nio.file.Path;

/**
 * What a run needs to know.
 *
 * @param recordings the recordings directory; may be missing
 * @param directory the recordings directory as messages name it, for instance {@code src/test/recordings}
 * @param port the port to listen on; 0 for any that is free
 * @param isolation whether one test may be answered with another test's recording
 * @param cacheMegabytes the bound on the answers that are kept in memory, in MiB
 * @param recording whether real services are called, and what is recorded of them
 */
public record RunRequest(
        Path recordings,
        String directory,
        int port,
        Isolation isolation,
        int cacheMegabytes,
        RecordingRequest recording) {

    /** A run that only replays. */
    public RunRequest(Path recordings, String directory, int port, Isolation isolation, int cacheMegabytes) {
        this(recordings, directory, port, isolation, cacheMegabytes, RecordingRequest.REPLAY);
    }
}
