package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SeededTries;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    private static Endpoint parsed(String target) {
        return Endpoint.parse(target, UpstreamTable.builtIn().names());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    # target                                        session, upstream,  endpoint
                    /v1/chat/completions,                                 -, -,         /v1/chat/completions
                    /openai/v1/chat/completions,                          -, openai,    /v1/chat/completions
                    /s/abc/openai/v1/chat/completions,                  abc, openai,    /v1/chat/completions
                    /s/abc/v1/chat/completions,                         abc, -,         /v1/chat/completions
                    /s/a%2Fb/v1/chat/completions,                     a%2Fb, -,         /v1/chat/completions
                    /v1/v1/chat/completions,                              -, -,         /v1/chat/completions
                    /openai/v1/v1/v1/embeddings,                          -, openai,    /v1/embeddings
                    /chat/completions,                                    -, -,         /v1/chat/completions
                    /s/abc/openai/responses,                            abc, openai,    /v1/responses
                    /openai/models,                                       -, openai,    /v1/models
                    /models/ft:gpt-4o:acme::7p4,                          -, -,         /v1/models/ft:gpt-4o:acme::7p4
                    /anthropic/messages,                                  -, anthropic, /v1/messages
                    /anthropic/v1/messages,                               -, anthropic, /v1/messages
                    /anthropic/v1/v1/messages,                            -, anthropic, /v1/messages
                    /v1/chat/completions/,                                -, -,         /v1/chat/completions
                    //v1//chat/completions,                               -, -,         /v1/chat/completions
                    /v1/openai/v1/models,                                 -, -,         /v1/openai/v1/models
                    /openai/v1/openai/v1/models,                          -, openai,    /v1/openai/v1/models
                    /azure/openai/v1/chat/completions,                    -, azure,     /v1/chat/completions
                    /groq/openai/v1/chat/completions,                     -, groq,      /v1/chat/completions
                    /gemini/v1beta/openai/chat/completions,               -, gemini,    /v1/chat/completions
                    /gemini/v1beta/openai/v1/models,                      -, gemini,    /v1/models
                    /openrouter/api/v1/chat/completions,                  -, openrouter, /v1/chat/completions
                    /azure/openai/deployments/gpt-4o/chat/completions,    -, azure,     /v1/chat/completions
                    /openai/deployments/gpt-4o/embeddings,                -, azure,     /v1/embeddings
                    /ollama/api/chat,                                     -, ollama,    /api/chat
                    /ollama/v1/chat/completions,                          -, ollama,    /v1/chat/completions
                    /api/chat,                                            -, -,         /api/chat
                    /gemini/v1beta/models/g-2:generateContent,            -, gemini,    /v1beta/models/g-2:generateContent
                    /gemini/v1beta/models/g-2%3AgenerateContent,          -, gemini,    /v1beta/models/g-2:generateContent
                    /gemini/models/g-2:generateContent,                   -, gemini,    /models/g-2:generateContent
                    /acme/rank,                                           -, acme,      /rank
                    /other/rank,                                          -, -,         /other/rank
                    /OpenAI/v1/models,                                    -, -,         /OpenAI/v1/models
                    /openai,                                              -, openai,    /
                    /,                                                    -, -,         /
                    /s,                                                   -, -,         /s
                    /s/abc,                                             abc, -,         /
                    http://host:8080/openai/v1/embeddings,                -, openai,    /v1/embeddings
                    http://host,                                          -, -,         /
                    *,                                                    -, -,         /*
                    """)
    void findsSessionUpstreamAndEndpoint(String target, String session, String upstream, String path) {
        Set<String> upstreams = new HashSet<>(UpstreamTable.builtIn().names());
        upstreams.add("acme");
        Endpoint endpoint = Endpoint.parse(target, upstreams);

        assertThat(endpoint.session()).isEqualTo(session);
        assertThat(endpoint.upstream()).isEqualTo(upstream);
        assertThat(endpoint.path()).isEqualTo(path);
        assertThat(endpoint.query()).isNull();
        assertThat(endpoint.pathAndQuery()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /a%20b,           /a b
                    /a+b,             /a+b
                    /%7Euser,         /~user
                    /caf%C3%A9,       /café
                    /%F0%9F%98%80,    /😀
                    /a%2fb,           /a%2Fb
                    /a%252fb,         /a%252fb
                    /a%3fb%23c,       /a%3Fb%23c
                    /a%00b%0ac%7f,    /a%00b%0Ac%7F
                    /%c2%85,          /%C2%85
                    /%ff%fe,          /%FF%FE
                    /%c3%a9%ff,       /%C3%A9%FF
                    /100%,            /100%
                    /%4,              /%4
                    /%zz,             /%zz
                    /%2e%2e/%2E,      /../.
                    /../etc/passwd,   /../etc/passwd
                    """)
    void decodesEscapesThatCannotBeMistaken(String target, String path) {
        assertThat(parsed(target).path()).isEqualTo(path);
        assertThat(parsed(target).rawPath()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    /v1/x?a=b%20c&d=%2F,                                            /v1/x,               a=b%20c&d=%2F
                    /v1/x?,                                                         /v1/x,               -
                    /v1/x?a?b,                                                      /v1/x,               a?b
                    /v1/x?a#frag,                                                   /v1/x,               a
                    /v1/x#frag?a,                                                   /v1/x,               -
                    /azure/openai/deployments/d/chat/completions?api-version=2024,  /v1/chat/completions, -
                    /openai/deployments/d/chat/completions?a=1&api-version=2&b,     /v1/chat/completions, a=1&b
                    /acme/rank?api-version=2,                                       /acme/rank,          api-version=2
                    """)
    void keepsTheQueryAsItIs(String target, String path, String query) {
        assertThat(parsed(target).path()).isEqualTo(path);
        assertThat(parsed(target).query()).isEqualTo(query);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /s/abc/openai/v1/files/,        /v1/files/
                    /openai/chat/completions,       /chat/completions
                    /azure/openai/deployments/d/x,  /openai/deployments/d/x
                    /openai/deployments/d/x,        /openai/deployments/d/x
                    /v1/models/a%2fb,               /v1/models/a%2fb
                    /openai/,                       /
                    """)
    void keepsThePathAsSentForTheRealService(String target, String rawPath) {
        assertThat(parsed(target).rawPath()).isEqualTo(rawPath);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    https://api.openai.com/v1/v1/chat/completions,                         /v1/chat/completions
                    https://x.openai.azure.com/openai/v1/v1/chat/completions,              /v1/chat/completions
                    https://generativelanguage.googleapis.com/v1beta/openai/v1/models,     /v1/models
                    https://us-south.ml.cloud.ibm.com/ml/v1/v1/models,                     /v1/models
                    http://0.0.0.0:11434/v1/messages,                                      /v1/messages
                    https://generativelanguage.googleapis.com/v1beta/interactions?key=a,   /v1beta/interactions?key=a
                    https://host/gemini/rank,                                              /gemini/rank
                    https://host?a=b,                                                      /?a=b
                    vertexai:///generate_content,                                          /generate_content
                    """)
    void readsTheUrlOfARecordingInTheSameForm(String url, String endpoint) {
        assertThat(Endpoint.ofUrl(url).pathAndQuery()).isEqualTo(endpoint);
        assertThat(Endpoint.ofUrl(url).upstream()).isNull();
        assertThat(Endpoint.ofUrl(url).session()).isNull();
    }

    @Test
    void aUrlAsAPathsPartIsNoHost() {
        assertThat(parsed("/fetch/http://host/x").path()).isEqualTo("/fetch/http:/host/x");
    }

    @Test
    void anyTextIsReadAndReadingTheFormAgainChangesNothing() {
        SeededTries.check(random -> {
            Endpoint once = parsed("/x" + SeededTries.anyText(random));

            assertThat(once.path()).startsWith("/").doesNotContain("?", "#", "//");
            assertThat(parsed(once.path()).path()).isEqualTo(once.path());
        });
    }
}
