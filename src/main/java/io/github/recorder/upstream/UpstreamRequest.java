package io.github.recorder.upstream;

import io.github.recorder.recording.HttpHeader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A request to a real service.
 *
 * @param method the HTTP method
 * @param uri the target, including the query
 * @param headers all headers except those that {@link HttpUpstream} writes itself, such as {@code Host}; it drops
 *     headers that it cannot send
 * @param body the body's bytes; empty if there is none
 */
public record UpstreamRequest(String method, URI uri, List<HttpHeader> headers, ByteBuffer body) {}
