package io.github.recorder.replay;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a request together with who sent it, as the test JVM's session tells.
 *
 * @param sent the headers as they were sent
 * @param caller the test that ran in the session
 */
record AttributedHeaders(Exchange.Headers sent, Caller caller) implements Exchange.Headers {

    @Override
    public @Nullable String first(String name) {
        return sent.first(name);
    }
}
