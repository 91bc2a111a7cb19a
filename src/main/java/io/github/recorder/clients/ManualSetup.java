package io.github.recorder.clients;

/**
 * A client library that reads neither a system property nor a variable, so the code must pass the server URL when it
 * builds the client.
 *
 * @param name the library's name as its makers write it
 * @param line the line to add, in Java
 * @param note further advice; empty if there is none
 */
public record ManualSetup(String name, String line, String note) {}
