package io.github.recorder.clients;

import java.util.List;

/**
 * A client library, and the settings that make it call the server instead of the real service.
 *
 * @param name the library's name as its makers write it, with the versions if they differ
 * @param defaults the settings of a test JVM that the user has not configured
 * @param shellVariables the environment variables with the same effect for a program that a shell starts, in any
 *     language; empty if there are none
 */
public record ClientLibrary(String name, List<ClientDefault> defaults, List<ClientDefault> shellVariables) {

    /** Keeps copies of the lists. */
    public ClientLibrary {
        defaults = List.copyOf(defaults);
        shellVariables = List.copyOf(shellVariables);
    }
}
