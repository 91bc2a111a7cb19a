package io.github.recorder.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a response that is still arriving. It takes little memory however long the response is, because the bytes
 * of a long one are in a temporary file, which only its owner can read. A Unix system deletes the file as soon as it is
 * open, so not even a killed JVM leaves it behind. For one thread at a time.
 */
final class ResponseCopy implements AutoCloseable {

    /** Longer responses are in a file. Hundreds of shorter ones fit into a small heap. */
    private static final int MEMORY_BYTES = 128 << 10;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable FileChannel file;
    private int size;

    /**
     * Appends bytes without consuming them.
     *
     * @throws IOException if the temporary file cannot be written, for example because its disk is full
     */
    void append(ByteBuffer chunk) throws IOException {
        ByteBuffer bytes = chunk.duplicate();
        size += bytes.remaining();
        if (file == null && size > MEMORY_BYTES) {
            file = temporaryFile();
            write(file, ByteBuffer.wrap(memory.toByteArray()));
            memory.reset();
        }
        if (file == null) {
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            memory.writeBytes(array);
        } else {
            write(file, bytes);
        }
    }

    private static FileChannel temporaryFile() throws IOException {
        Path path = Files.createTempFile("recorder-", ".response");
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Returns the number of bytes. */
    int size() {
        return size;
    }

    /** Returns whether the bytes are in a file. */
    boolean isInFile() {
        return file != null;
    }

    /**
     * Returns all bytes, in memory.
     *
     * @throws IOException if the temporary file cannot be read
     */
    ByteBuffer content() throws IOException {
        if (file == null) {
            return ByteBuffer.wrap(memory.toByteArray());
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            // The JDK copies what it reads into native memory of the same size, which it keeps.
            int count = file.read(
                    bytes.slice(bytes.position(), Math.min(bytes.remaining(), MEMORY_BYTES)), bytes.position());
            if (count < 0) {
                throw new IOException("the temporary file is shorter than the response");
            }
            bytes.position(bytes.position() + count);
        }
        return bytes.flip();
    }

    /** Discards the bytes. Idempotent. */
    @Override
    public void close() {
        memory.reset();
        if (file != null) {
            try {
                file.close();
            } catch (IOException alreadyGone) {
                // Nothing of it is needed any more.
            }
        }
    }
}
