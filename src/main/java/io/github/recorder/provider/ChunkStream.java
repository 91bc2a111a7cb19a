package io.github.recorder.provider;

import io.github.recorder.recording.CompactValue;
import io.github.recorder.recording.JsonElements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The bytes of a recorded stream, each chunk of which is read when its bytes are needed. */
final class ChunkStream extends PartStream {

    private final JsonElements chunks;
    private final ChunkWriter writer;
    private boolean ended;

    /**
     * Creates the stream.
     *
     * @param source begins with the JSON array of the chunks; closed with the stream
     */
    ChunkStream(InputStream source, ChunkWriter writer) {
        this.chunks = new JsonElements(source);
        this.writer = writer;
    }

    @Override
    Optional<byte[]> nextPart() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompactValue chunk = chunks.next();
        if (chunk == null) {
            ended = true;
            writer.end(out);
        } else {
            writer.write(chunk, out);
        }
        return Optional.of(out.toByteArray());
    }

    @Override
    public void close() {
        chunks.close();
    }
}
