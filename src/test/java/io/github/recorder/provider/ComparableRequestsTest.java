package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.MatchingRule;
import io.github.recorder.matching.MatchingRules;
import io.github.recorder.matching.ServiceRules;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ComparableRequestsTest {

    private static final long SEED = 20261126;

    private static final Dialects DIALECTS = new Dialects();

    private static final List<Upstream> CONFIGURED = List.of(
            new Upstream("plain", "http://plain.example"),
            new Upstream("based", "http://gateway.example/crm/api"),
            new Upstream("deeper", "http://gateway.example/crm/api/v1"),
            new Upstream("named", "http://127.0.0.1:8080/x", Upstream.AUTO, "http://named.example/v1", null),
            new Upstream("versioned", "https://versioned.example/inference/v1"),
            new Upstream("azure", "https://acme.openai.azure.com"),
            new Upstream("mistral", "http://127.0.0.1:9/v1", "http", null, null));

    private static final UpstreamTable UPSTREAMS = UpstreamTable.builtIn().with(CONFIGURED);

    private final ComparableRequests requests = new ComparableRequests(UPSTREAMS, DIALECTS);

    /** Every request matches the recording that is made of it; one for a service that is no LLM matches no other. */
    @Test
    void everyAddressIsFoundAgainAndNoOther() {
        Random random = new Random(SEED);
        List<String> names = UPSTREAMS.names().stream().sorted().toList();
        Map<MatchKey, String> exact = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            String name = names.get(random.nextInt(names.size()));
            LiveRequest live = live("/" + name + target(random));
            Upstream service = UPSTREAMS.named(name).orElseThrow();
            List<WireRequest> recorded = requests.of(recorded(live));

            assertThat(common(requests.of(live), recorded))
                    .as(live.endpoint().toString())
                    .isNotEmpty();
            if (!service.isLlm()) {
                // At a host, no path is the root.
                String target = service.recordedUrl(live.endpoint()).replaceFirst("^(https?://[^/?]+)(?=\\?|$)", "$1/");
                String before = exact.putIfAbsent(MatchKey.of(recorded.get(0)), target);
                assertThat(before == null || before.equals(target))
                        .as("%s and %s", before, target)
                        .isTrue();
            }
        }
    }

    private static String target(Random random) {
        List<String> segments = List.of(
                "v1",
                "v1",
                "api",
                "openai",
                "chat",
                "completions",
                "models",
                "a",
                "A",
                "a%2Fb",
                "%61",
                "a%20b",
                "a+b",
                "x;v=1",
                "caf%C3%A9",
                "gpt:1",
                "messages",
                "deployments",
                "..",
                ".",
                "",
                "projects",
                "p:generateContent");
        List<String> queries =
                List.of("", "?", "?a=1&b=2", "?b=2&a=1", "?a=", "?a", "?key=x", "?api-version=1", "?x=%2f", "?=&&");
        StringBuilder target = new StringBuilder();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            target.append('/').append(segments.get(random.nextInt(segments.size())));
        }
        return target + (random.nextInt(4) == 0 ? "/" : "") + queries.get(random.nextInt(queries.size()));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /plain/health,                       /based/health
            /plain/v1/models?make=audi,          /plain/v1/models?make=bmw
            /plain/v1/models,                    /plain/models
            /plain/dir,                          /plain/dir/
            /plain/a%2Fb,                        /plain/a/b
            /plain/x//y,                         /plain/x/y
            /plain/q,                            /plain/q?
            /plain/messages?dry=1,               /plain/messages
            /based/v1/x,                         /deeper/v1/x
            /openai/v1/chat/completions,         /groq/v1/chat/completions
            /anthropic/v1/models?limit=1,        /anthropic/v1/models?limit=1&after_id=a
            /gemini/v1beta/models/g:streamGenerateContent, /gemini/v1beta/models/g:streamGenerateContent?alt=sse
            /vertex/v1/projects/a/locations/l/publishers/google/models/g:generateContent, \
            /vertex/v1/projects/b/locations/l/publishers/google/models/g:generateContent
            /azure/openai/deployments/cheap/chat/completions?api-version=1, \
            /azure/openai/deployments/smart/chat/completions?api-version=1
            """)
    void requestsThatDifferAreDifferent(String one, String other) {
        assertThat(common(requests.of(live(one)), requests.of(recorded(live(other)))))
                .isEmpty();
        assertThat(common(requests.of(live(other)), requests.of(recorded(live(one)))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /openai/v1/chat/completions,                        /openai/chat/completions
            /openai/v1/files/f?limit=1,                         /openai/files/f?limit=1
            /groq/openai/v1/chat/completions,                   /groq/v1/chat/completions
            /gemini/v1beta/models/g:generateContent?key=a,      /gemini/v1beta/models/g:generateContent?key=b
            /plain,                                             /plain/
            """)
    void spellingsOfOneRequestAreOne(String one, String other) {
        assertThat(common(requests.of(live(one)), requests.of(recorded(live(other)))))
                .isNotEmpty();
    }

    @Test
    void theDeploymentDoesNotCountIfTheBodyNamesTheModel() {
        JsonNode body = Json.mapper().createObjectNode().put("model", "gpt-4o");
        LiveRequest one = live("/azure/openai/deployments/a/chat/completions", body);
        LiveRequest other = live("/azure/openai/deployments/b/chat/completions", body);
        assertThat(common(requests.of(one), requests.of(recorded(other)))).isNotEmpty();
    }

    @Test
    void hostsThatNothingIsKnownOfAreOne() {
        LiveRequest atOther = live("/plain/health");
        var unknown = new RecordedRequest.Http(
                null, "http://localhost:49152/health", "POST", Json.mapper().nullNode());
        assertThat(common(requests.of(atOther), requests.of(unknown))).isNotEmpty();
        assertThat(common(requests.of(live("/health")), requests.of(unknown))).isNotEmpty();
    }

    /** The rules apply to services without a dialect, in every form, and keep the requests of two services apart. */
    @Test
    void usersRulesAreAppliedToEachForm() {
        MatchingRules rules = new MatchingRules(List.of(MatchingRule.ignored("query:t")), warning -> {});
        ComparableRequests byRules = new ComparableRequests(UPSTREAMS, new Dialects(new ServiceRules(rules, Map.of())));
        RecordedRequest earlier = recorded(live("/plain/items?t=1&a=2"));

        assertThat(digests(requests.of(live("/plain/items?a=2&t=9"))))
                .doesNotContainAnyElementsOf(digests(requests.of(earlier)));
        assertThat(digests(byRules.of(live("/plain/items?a=2&t=9"))))
                .hasSize(2)
                .containsAnyElementsOf(digests(byRules.of(earlier)));
        assertThat(digests(byRules.of(live("/plain/items?a=3&t=1"))))
                .doesNotContainAnyElementsOf(digests(byRules.of(earlier)));
        assertThat(digests(byRules.of(live("/based/items?a=2&t=1"))))
                .doesNotContainAnyElementsOf(digests(byRules.of(earlier)));
    }

    @Test
    void rulesOfAServiceHoldForThatServiceOnly() {
        MatchingRules rules = new MatchingRules(List.of(MatchingRule.ignored("query:t")), warning -> {});
        ComparableRequests byRules = new ComparableRequests(
                UPSTREAMS, new Dialects(new ServiceRules(MatchingRules.NONE, Map.of("plain", rules))));

        for (String service : List.of("plain", "based")) {
            RecordedRequest earlier = recorded(live("/" + service + "/items?t=1&a=2"));
            List<WireRequest> now = byRules.of(live("/" + service + "/items?a=2&t=9"));
            assertThat(digests(now).stream().anyMatch(digests(byRules.of(earlier))::contains))
                    .isEqualTo(service.equals("plain"));
        }
    }

    private static List<Digest> digests(List<WireRequest> forms) {
        return forms.stream().map(form -> MatchKey.of(form).normalized()).toList();
    }

    private static List<WireRequest> common(List<WireRequest> some, List<WireRequest> others) {
        List<MatchKey> keys = others.stream().map(MatchKey::of).toList();
        return some.stream().filter(form -> keys.contains(MatchKey.of(form))).toList();
    }

    private static LiveRequest live(String target) {
        return live(target, null);
    }

    private static LiveRequest live(String target, @Nullable JsonNode body) {
        return new LiveRequest("POST", Endpoint.parse(target, UPSTREAMS.names()), body, null);
    }

    private static RecordedRequest recorded(LiveRequest live) {
        Dialect dialect = DIALECTS.forEndpoint(live.method(), live.endpoint());
        Upstream service = UPSTREAMS.addressed(live.endpoint(), dialect, null).orElseThrow();
        return RecordingFactory.request(new LiveExchange(live, service, dialect));
    }
}
