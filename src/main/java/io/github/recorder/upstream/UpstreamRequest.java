package io.github.recorder.upstream;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A request to a real service.
 *
 * @param method the HTTP method
 * @param uri where it goes, query included
 * @param headers all headers of the message but those that {@link HttpUpstream} has to write itself, such as {@code
 *     Host}; those that it cannot send are left out by it
 * @param body the body's bytes; empty if there is none
 */
public record UpstreamRequest(String method, URI uri, List<HttpHeader> headers, ByteBuffer body) {}
