package io.github.recorder.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The settings that the user adds to the table. */
public final class UserClients {

    /** The prefix of environment variables, as in Maven. */
    public static final String VARIABLE_PREFIX = "env.";

    private UserClients() {}

    /**
     * Returns the table with the user's entries. An entry replaces the table's entry of the same name; the others form
     * an additional client.
     *
     * @param own values by system property, or by {@value #VARIABLE_PREFIX} and environment variable; in a value,
     *     {@value ClientDefault#URL} is replaced with the server's base URL
     */
    public static List<ClientLibrary> addedTo(List<ClientLibrary> table, Map<String, String> own) {
        if (own.isEmpty()) {
            return table;
        }
        List<ClientDefault> added = own.entrySet().stream()
                .map(entry -> given(entry.getKey(), entry.getValue()))
                .toList();
        List<ClientLibrary> clients = new ArrayList<>();
        for (ClientLibrary client : table) {
            clients.add(new ClientLibrary(
                    client.name(),
                    client.defaults().stream()
                            .filter(given -> added.stream().noneMatch(other -> isSame(given, other)))
                            .toList(),
                    client.shellVariables()));
        }
        clients.add(new ClientLibrary("<clients>", added, List.of()));
        return clients;
    }

    private static ClientDefault given(String name, String value) {
        return name.startsWith(VARIABLE_PREFIX)
                ? ClientDefault.variable(name.substring(VARIABLE_PREFIX.length()), value)
                : ClientDefault.property(name, value);
    }

    private static boolean isSame(ClientDefault one, ClientDefault other) {
        return one.kind() == other.kind() && one.name().equals(other.name());
    }
}
