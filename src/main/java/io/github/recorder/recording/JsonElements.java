package io.github.recorder.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The elements of a JSON array without repeated keys, each of which is read when it is requested. Not thread-safe.
 */
public final class JsonElements implements Closeable {

    private final JsonParser parser;
    private boolean begun;

    /**
     * Creates the elements of an array.
     *
     * @param source begins with the array, whatever follows; closed with the elements
     */
    public JsonElements(InputStream source) {
        this.parser = Json.parser(JsonText.of(source));
    }

    /**
     * Returns the next element; null after the last one.
     *
     * @throws IOException if the stream cannot be read, or is not JSON
     */
    public @Nullable CompactValue next() throws IOException {
        try {
            if (!begun) {
                begun = true;
                parser.nextToken();
            }
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new IOException("the JSON ends within a list");
            }
            return token == JsonToken.END_ARRAY ? null : CompactValue.of(parser);
        } catch (JacksonException problem) {
            throw new IOException(problem.getOriginalMessage(), problem);
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
