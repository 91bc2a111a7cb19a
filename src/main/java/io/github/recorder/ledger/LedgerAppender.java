package io.github.recorder.ledger;

import io.github.recorder.failure.FileFailure;
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
 * The ledger file of a current run. Each line is passed to the operating system at once in one write, so a killed
 * process loses no complete line; only the last line can be torn. Thread-safe.
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

    /** Appends a line. After a failed write no more lines follow, so a ledger may be cut short but has no gaps. */
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
            warnings.accept("The ledger " + file + " cannot be written any further: " + FileFailure.reason(problem)
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
                warnings.accept("The ledger " + file + " cannot be closed: " + FileFailure.reason(problem) + ".");
            }
        }
    }
}
