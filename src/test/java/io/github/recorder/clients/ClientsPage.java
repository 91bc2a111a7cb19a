package io.github.recorder.clients;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the page of the documentation about clients. */
final class ClientsPage {

    private static final String HEAD = """
            # Clients

            <!-- Written by ClientsPage from the table in Clients and ProviderHosts; ClientsPageTest says how. Do not edit. -->

            ## No configuration

            Tests that use one of these libraries find the recordings without a line of configuration. The plugin gives each test JVM the
            values below: system properties by a small jar on the test class path, environment variables through the configuration of
            Failsafe or Surefire. `{url}` is the server's base URL, for instance `http://127.0.0.1:40213`.

            What your project sets itself is kept: a system property that the test JVM has already (`systemPropertyVariables`, `argLine`, `-D`
            on the command line), a variable in `environmentVariables` of the pom, and of course what your code gives a client's builder.

            What only the machine has in its environment is treated in two ways. A **base URL**, say a gateway's in `OPENAI_BASE_URL` of a
            developer's shell, does not count: otherwise the same test would replay here and call a real service there. A **key** does count: a
            dummy key is given only if none is set, and OpenAI's never beside Azure's, because openai-java refuses to start with both.
            Quarkus warns of system properties that no extension knows, so each of its extensions is given its own only where it is on the class
            path.

            The variables reach the processes that a test starts as well, because a process inherits them: an application that runs from its jar,
            as under `@QuarkusIntegrationTest`, finds the server, too. Such a process must not be started with an empty environment. The
            [guard](#the-guard) is not in it.

            """;

    private static final String OWN_CLIENTS = """
            ## Clients that are not in the table

            If a client reads a property or a variable of its own, add it. A name is that of a system property, or with `env.` before it that
            of an environment variable. A name that is in the table above takes the place of the plugin's value.

            ```xml
            <plugin>
              <groupId>io.github.recorder</groupId>
              <artifactId>recorder-maven-plugin</artifactId>
              <configuration>
                <clients>
                  <acme.openai.url>{url}/openai/v1</acme.openai.url>
                  <env.ACME_ANTHROPIC_URL>{url}/anthropic</env.ACME_ANTHROPIC_URL>
                  <env.ACME_KEY>none</env.ACME_KEY>
                </clients>
              </configuration>
            </plugin>
            ```

            ## One line in the code

            These libraries read nothing, so whoever makes the client has to name the server. Where the plugin does not run, the property
            is null, and the libraries take the real service's address. Or leave the code as it is and [intercept](#interception).

            """;

    private static final String PROVEN = """
            ## Proven

            Each row is a whole Maven build of this project's own tests, in which real clients were answered from recordings, streaming and not.

            | client | lines | build |
            | --- | --- | --- |
            | openai-java 4.101.0 | 0 | `src/it/openai-java` |
            | anthropic-java 3.12.0 | 0 | `src/it/clients` |
            | google-genai 1.70.0 | 0 | `src/it/clients` |
            | Spring AI 2.0 on Spring Boot 4.1: OpenAI, Anthropic, Ollama | 0 | `src/it/clients-in-spring` |
            | Spring AI 1.1 on Spring Boot 3.5: OpenAI, Anthropic, Mistral, Ollama | 0 | `src/it/clients-in-spring` |
            | LangChain4j 1.11 starter on Spring Boot 3.5: OpenAI | 0 | `src/it/clients-in-spring` |
            | Quarkus LangChain4j 1.10 on Quarkus 3.34: OpenAI | 0 | `src/it/clients-in-quarkus` |
            | Azure OpenAI by openai-java, with Azure's key | 0 | `src/it/clients` |
            | LangChain4j 1.19 builders: OpenAI, Anthropic, Gemini | 1 | `src/it/clients` |
            | ollama4j 1.1.6 | 1 | `src/it/clients` |
            | azure-ai-openai 1.0.0-beta.16 | 1 | `src/it/clients` |
            | plain HTTP in JUnit 4, 5, Vintage and TestNG, with Failsafe 2.22.2, 3.2.5, 3.5.6 and 3.6.1; in JUnit 6 with 3.2.5 and later | 0 | `src/it/frameworks` |

            """;

    private static final String GUARD = """
            <a id="the-guard"></a>

            ## The guard

            A client that still calls a known service by its real host is stopped before it connects. The exception names the host, the place in
            your code, and the line to add; the summary counts it (`5 calls served, 0 missed, 0 recordings never asked for; 1 blocked, 0 live`), and the goal `verify`
            fails even if the application caught the exception. Calls to this machine itself are never stopped.

            The guard is the test JVM's default `ProxySelector`; for all other hosts it asks the one that was there before. The JDK's
            `HttpClient`, `HttpURLConnection`, OkHttp and whatever opens plain sockets ask it. Clients that find their way by
            themselves do not, and are not stopped: Netty's (so Spring's `WebClient` and Vert.x), and those that were
            given a proxy of their own. Code that sets a default `ProxySelector` itself takes the guard's place.

            Hosts of your own are added by `<guardedHosts>`; `<guard>false</guard>` (`-Drecorder.guard=false`) switches the guard off.

            ```xml
            <configuration>
              <guardedHosts>
                <guardedHost>llm.acme.com</guardedHost>
              </guardedHosts>
            </configuration>
            ```

            <a id="interception"></a>

            ## Interception

            Clients with a host in their code replay, and record, without a change where the plugin is told to take the place of that host:

            ```xml
            <configuration>
              <intercept>true</intercept>   <!-- -Drecorder.intercept -->
            </configuration>
            ```

            HTTPS calls to the hosts below, to those of `<upstreams>` and to `<guardedHosts>` then end at the server, which answers as if
            the client had been given its base URL; so do LangChain4j's builders without the line above. Where calls go out to be recorded,
            they go to the host and port that they were meant for, unless `<upstreams>` says where the service is. Everything else goes its
            own way, by the proxies that were set before.

            Where several `<upstreams>` are at one host and port, the one is meant with whose base path the call begins, the longest first; where
            they have the same, the kind of the call tells: `/v1/messages` is for `anthropic`.

            | client | intercepted |
            | --- | --- |
            | JDK `HttpClient`, `HttpURLConnection`, Spring's `RestClient` on them | yes |
            | OkHttp, and so openai-java, anthropic-java, google-genai | yes |
            | LangChain4j builders | yes |
            | Apache HttpClient | with `useSystemProperties()` (version 4) or `HttpClients.createSystem()` |
            | Netty's: `WebClient`, Vert.x, azure-core's default | no: they ask no `ProxySelector` |
            | clients with a proxy, a trust store or pinned certificates of their own | no, see [troubleshooting](troubleshooting.md#a-call-is-not-intercepted) |
            | http without TLS, plain sockets, gRPC | no; the guard stops the first two |

            Each test JVM gets a trust store with what it trusts anyway, be that the JDK's own or the one of `javax.net.ssl.trustStore`, and
            the certificate of this build. HTTP/1.1 is spoken, to which clients of HTTP/2 fall back. Tests in Maven's own JVM
            (`forkCount` 0) are left alone. What keeps you safe is in the project's SECURITY.md.

            ## The hosts

            Guarded, and intercepted, without being named, `*` standing for any characters:

            """;

    private ClientsPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (ClientLibrary client : ClientLibraries.builtIn()) {
            if (!client.defaults().isEmpty()) {
                page.append("### ").append(client.name()).append("\n\n");
                page.append("| set | to | unless set already |\n| --- | --- | --- |\n");
                client.defaults().forEach(given -> page.append(row(given)));
                page.append('\n');
            }
        }
        page.append(OWN_CLIENTS).append("| library | line | |\n| --- | --- | --- |\n");
        for (ManualSetup liner : ClientLibraries.oneLiners()) {
            page.append("| ")
                    .append(liner.name())
                    .append(" | `")
                    .append(liner.line())
                    .append("` | ");
            page.append(liner.note().isEmpty() ? "|\n" : liner.note() + " |\n");
        }
        page.append('\n')
                .append(PROVEN)
                .append(GUARD)
                .append("| host | the property to use instead |\n| --- | --- |\n");
        for (GuardedHost host : ProviderHosts.builtIn()) {
            page.append("| `")
                    .append(host.pattern())
                    .append("` | `")
                    .append(host.property())
                    .append("` |\n");
        }
        return page.toString();
    }

    private static String row(ClientDefault given) {
        String name = given.kind() == ClientDefault.Kind.PROPERTY ? given.name() : "env." + given.name();
        String unless = quoted(
                given.unlessProperties().stream()
                        .filter(other -> !other.equals(given.name()))
                        .toList(),
                "");
        String variables = quoted(
                given.unlessVariables().stream()
                        .filter(other -> given.kind() == ClientDefault.Kind.PROPERTY || !other.equals(given.name()))
                        .toList(),
                given.isBaseUrl() ? " in the pom" : "");
        String others = unless.isEmpty() || variables.isEmpty() ? unless + variables : unless + ", " + variables;
        return "| `" + name + "` | `" + given.value() + "` | " + (others.isEmpty() ? "|\n" : others + " |\n");
    }

    private static String quoted(List<String> names, String after) {
        String list = names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return list.isEmpty() ? "" : list + after;
    }
}
