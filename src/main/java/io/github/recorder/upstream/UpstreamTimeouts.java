package io.github.recorder.upstream;

import java.time.Duration;

/**
 * How long a real service is waited for.
 *
 * @param connect until the connection stands
 * @param response from the request to the head of the response; models that think take minutes
 * @param silence between two pieces of the body
 */
public record UpstreamTimeouts(Duration connect, Duration response, Duration silence) {

    /**
     * Ten seconds to connect, ten minutes to answer, five minutes of silence: what OpenAI's and Anthropic's SDKs allow,
     * or more.
     */
    public static final UpstreamTimeouts DEFAULT =
            new UpstreamTimeouts(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMinutes(5));
}
