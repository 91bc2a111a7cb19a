package io.github.recorder.upstream;

import java.time.Duration;

/**
 * How long to wait for a real service.
 *
 * @param connect until the connection is established
 * @param response from the request to the head of the response; reasoning models take minutes
 * @param silence between two chunks of the body
 */
public record UpstreamTimeouts(Duration connect, Duration response, Duration silence) {

    /** Ten seconds to connect, ten minutes to respond, five minutes of silence: at least what the known SDKs allow. */
    public static final UpstreamTimeouts DEFAULT =
            new UpstreamTimeouts(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMinutes(5));

    /** Returns these, with a limit for the head of a response that is at most that for the whole response. */
    public UpstreamTimeouts within(Duration whole) {
        return new UpstreamTimeouts(connect, response.compareTo(whole) < 0 ? response : whole, silence);
    }
}
