package io.github.recorder.clients;

/**
 * A client library that reads neither a system property nor a variable, so you must pass the server URL when you build
 * the client.
 *
 * @param name the library's name as its makers write it
 * @param line the line to add, in Java
 * @param note further advice; empty if there is none
 */
public record ManualSetup(String name, String line, String note) {}
