package io.github.recorder.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file of a run's ledger, while the run goes on: each line goes to the operating system in one write, at once, so
 * that a killed process loses no line that was written, and at most the last one is torn. Thread-safe.
 */
final class LedgerAppender implements Closeable {

    static final String SUFFIX = ".jsonl";

    private final Path file;
    private final Consumer<String> warnings;
    private @Nullable FileChannel channel;

    private LedgerAppender(Path file, FileChannel channel, Consumer<String> warnings) {
        this.file = file;
        this.channel = channel;
        this.warnings = warnings;
    }

    /**
     * Creates the file, which must not exist yet, with its first line.
     *
     * @param directory created if missing
     * @param warnings called once if a line cannot be written
     */
    static LedgerAppender create(Path directory, RunHeader header, Consumer<String> warnings) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(header.run() + SUFFIX);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        LedgerAppender ledger = new LedgerAppender(file, channel, warnings);
        ledger.write(LedgerCodec.line(header));
        return ledger;
    }

    Path path() {
        return file;
    }

    /**
     * Appends a line. After a line that could not be written none follows: a ledger has no holes, it is only cut short.
     */
    void append(LedgerEvent event) {
        write(LedgerCodec.line(event));
    }

    private synchronized void write(byte[] line) {
        if (channel == null) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(line);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException problem) {
            close();
            warnings.accept("The ledger " + file + " cannot be written any further: " + problem.getMessage()
                    + ". The run goes on; prune will take its ledger for incomplete.");
        }
    }

    /** Closes the file. Idempotent. */
    @Override
    public synchronized void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException problem) {
                warnings.accept("The ledger " + file + " cannot be closed: " + problem.getMessage() + ".");
            }
        }
    }
}
