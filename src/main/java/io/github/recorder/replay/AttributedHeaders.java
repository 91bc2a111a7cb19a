package io.github.recorder.replay;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request together with who sent it, as the test JVM's session tells.
 *
 * @param sent the headers as they were sent
 * @param caller the test that ran in the session
 */
record AttributedHeaders(Exchange.Headers sent, CallerIdentity caller) implements Exchange.Headers {

    @Override
    public @Nullable String first(String name) {
        return sent.first(name);
    }

    @Override
    public List<Map.Entry<String, String>> all() {
        return sent.all();
    }
}
