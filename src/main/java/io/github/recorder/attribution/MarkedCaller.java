package io.github.recorder.attribution;

/**
 * The test or class that a request's mark stands for.
 *
 * @param session the test JVM that runs it, or has run it
 * @param id its id
 */
public record MarkedCaller(String session, String id) {}
