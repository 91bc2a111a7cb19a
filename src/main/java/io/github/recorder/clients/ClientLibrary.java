package io.github.recorder.clients;

import java.util.List;

/**
 * A client library, and what it needs so that it calls the server instead of the real service.
 *
 * @param name the library's name as its makers write it, with the versions where they differ
 * @param defaults what a test JVM is given where the user has not decided
 * @param shellVariables the environment variables that do the same for a program that a shell starts, whatever its
 *     language; empty where the library has none of its own
 */
public record ClientLibrary(String name, List<ClientDefault> defaults, List<ClientDefault> shellVariables) {

    /** Keeps copies of the lists. */
    public ClientLibrary {
        defaults = List.copyOf(defaults);
        shellVariables = List.copyOf(shellVariables);
    }
}
