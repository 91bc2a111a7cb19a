package io.github.recorder.clients;

/**
 * A host that tests must not call past the server.
 *
 * @param pattern the host's name in lower case; {@code *} stands for any characters
 * @param property the system property of the test JVM that holds the base URL to use instead, for instance
 *     {@code recorder.openai.url}
 */
public record GuardedHost(String pattern, String property) {}
