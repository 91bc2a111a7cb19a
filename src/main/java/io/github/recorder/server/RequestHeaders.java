package io.github.recorder.server;

import io.github.recorder.replay.Exchange;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** The headers of a request as Jetty parsed them. */
record RequestHeaders(HttpFields fields) implements Exchange.Headers {

    @Override
    public @Nullable String first(String name) {
        return fields.get(name);
    }

    @Override
    public List<Map.Entry<String, String>> all() {
        return fields.stream()
                .map(field -> Map.entry(field.getName(), field.getValue() == null ? "" : field.getValue()))
                .toList();
    }
}
