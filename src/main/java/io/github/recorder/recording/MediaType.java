package io.github.recorder.recording;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The media type of a body. Only this type knows which media types are JSON and which are streamed.
 *
 * @param name in lower case without parameters; empty if the body has none
 */
public record MediaType(String name) {

    /** The name of JSON. */
    public static final String JSON = "application/json";

    /** The name of <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>. */
    public static final String EVENT_STREAM = "text/event-stream";

    /** The usual name of a stream with a JSON value in each line. */
    public static final String NDJSON = "application/x-ndjson";

    /** Returns the media type that a {@code Content-Type} header names. */
    public static MediaType of(@Nullable String contentType) {
        String text = contentType == null ? "" : contentType;
        int end = text.indexOf(';');
        return new MediaType((end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT));
    }

    /** Returns whether the body has no media type. */
    public boolean isAbsent() {
        return name.isEmpty();
    }

    /** Returns whether the body is one JSON value, for instance {@code application/problem+json}. */
    public boolean isJson() {
        return name.endsWith("json") && !isJsonLines();
    }

    /** Returns whether the body is text for certain: JSON, XML, a stream, or any other type of text. */
    public boolean isText() {
        return name.startsWith("text/") || isJson() || isStream() || name.endsWith("xml");
    }

    /** Returns whether the body is server-sent events. */
    public boolean isEventStream() {
        return name.equals(EVENT_STREAM);
    }

    /**
     * Returns whether the body has a JSON value in each line, under any of the usual names, or is a JSON text sequence
     * (RFC 7464).
     */
    public boolean isJsonLines() {
        return name.contains("ndjson")
                || name.contains("jsonl")
                || name.contains("json-lines")
                || name.endsWith("json-seq")
                || name.endsWith("stream+json");
    }

    /** Returns whether the parts of the body are recorded and sent one by one, because each has its own meaning. */
    public boolean isStream() {
        return isEventStream() || isJsonLines();
    }

    /** Returns whether the body has parts with their own headers. */
    public boolean isMultipart() {
        return name.startsWith("multipart/");
    }
}
