package io.github.recorder.clients;

/**
 * A client library that reads neither a system property nor a variable, so that the code that makes the client has to
 * name the server.
 *
 * @param name the library's name as its makers write it
 * @param line what is added to the code, in Java
 * @param note what else there is to know; empty where there is nothing
 */
public record ManualSetup(String name, String line, String note) {}
