package io.github.recorder.lifecycle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Lets one check at a time write to a work directory, also of several processes. It ends with its process. */
final class WorkDirectoryLock implements AutoCloseable {

    private static final String FILE = "check.lock";

    private final FileChannel channel;

    private WorkDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws InvalidConfigurationException if another check has it
     * @throws IOException if the directory cannot be written
     */
    static WorkDirectoryLock of(Path workDirectory) throws InvalidConfigurationException, IOException {
        Files.createDirectories(workDirectory);
        FileChannel channel =
                FileChannel.open(workDirectory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = lock(channel) != null;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw new InvalidConfigurationException("Another check of this project is running, and both would pay for"
                    + " the same requests. Wait until it has ended, or stop it.");
        }
        return new WorkDirectoryLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    /** Gives the lock back. The file stays, because another process may have it open. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
