package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientDefault;
import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.clients.ClientLibrary;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** The environment variables that point the clients in a shell's programs at a server. */
public final class ShellExports {

    private ShellExports() {}

    /**
     * Returns the commands for a POSIX shell, one a line. An existing key is kept.
     *
     * @param url the server's base URL, without a trailing slash
     */
    public static String of(URI url) {
        return ClientLibraries.builtIn().stream()
                .map(ClientLibrary::shellVariables)
                .flatMap(List::stream)
                .map(variable -> command(variable, url))
                .collect(Collectors.joining());
    }

    private static String command(ClientDefault variable, URI url) {
        String value = variable.value(url);
        boolean key = value.equals(ClientLibraries.DUMMY_KEY);
        return "export " + variable.name() + "=" + (key ? "${" + variable.name() + ":-" + value + "}" : value) + "\n";
    }
}
