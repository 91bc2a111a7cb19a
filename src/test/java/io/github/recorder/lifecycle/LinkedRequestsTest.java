package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that follow the links in responses, in whole runs that record and replay them. */
final class LinkedRequestsTest extends RecordingScenario {

    private static final String RECORDED_AS = "https://crm.acme.example/api";

    private ScriptedProvider service;
    private List<String> links = List.of();
    private boolean recordedAs = true;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.answering(this::response);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Reply response(ScriptedProvider.Asked request) {
        String port = ":" + service.url().getPort();
        return switch (request.target()) {
            case "/api/moved" -> Reply.json(302, "{}").with("Location", "http://localhost" + port + "/api/there?a=b");
            case "/v1/files/f1/content" -> Reply.json(302, "{}").with("Location", "http://localhost" + port + "/key");
            case "/api/page" ->
                Reply.json(
                        200,
                        "{ \"next\":\"http:\\/\\/127.0.0.1" + port
                                + "/api/page?n=2\", \"items\": [ {\"self\": \"/api/items/1\","
                                + " \"next\": \"http://127.0.0.1" + port + "/api/kept\"} ], \"big\":1E400 }");
            case "/api/page?n=2" -> Reply.json(200, "{\"next\":null}");
            case "/api/callbacks" -> Reply.json(200, request.body());
            case "/api/items/1" -> Reply.json(200, "{\"item\":1}");
            default -> Reply.json(200, "{\"at\":\"" + request.target() + "\"}");
        };
    }

    private RunOutcome run(String mode, Part part) throws Exception {
        UpstreamConfig crm = new UpstreamConfig(
                "crm", service.url() + "/api", null, recordedAs ? RECORDED_AS : null, null, null, null, links);
        return runWith(request(mode, List.of(crm), Map.of()), part);
    }

    private HttpResponse<String> get(RecorderRun run, String path) throws Exception {
        return client.send(message(run, path, "", Map.of()).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private void followsRedirect(RecorderRun run) throws Exception {
        String location =
                get(run, "/crm/moved").headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(run.url() + "/crm/there?a=b");
        assertThat(get(run, location.substring(run.url().toString().length())).body())
                .isEqualTo("{\"at\":\"/api/there?a=b\"}");
    }

    @Test
    void aRedirectToAnotherNameOfTheSameAddressLeadsBack() throws Exception {
        recordedAs = false;
        run("record", this::followsRedirect);
        service.close();
        assertThat(run("replay", this::followsRedirect).missed()).isZero();
    }

    @Test
    void aRedirectIsRecordedAtTheAddressThatRecordingsName() throws Exception {
        run("record", this::followsRedirect);
        for (String file : files()) {
            assertThat(recordings().resolve(file)).content().doesNotContain("localhost", "127.0.0.1");
        }
        service.close();
        service = ScriptedProvider.start(Reply.json(500, "{}")); // The next build has another port.
        assertThat(run("replay", this::followsRedirect).missed()).isZero();
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void aUrlForAllIsLeftOutOfTheLinks() throws Exception {
        Part download = run -> {
            String location = get(run, "/openai/v1/files/f1/content")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            assertThat(location).startsWith(run.url() + "/openai/");
            assertThat(get(run, location.substring(run.url().toString().length()))
                            .body())
                    .contains("/key");
        };
        record("record", download);
        service.close();
        RunOutcome outcome = runWith(
                new RecordingOptions(
                        "replay",
                        RequestParsingOptions.DEFAULT,
                        false,
                        "missing",
                        false,
                        "none",
                        300,
                        300,
                        Map.of(),
                        Map.of()),
                download);
        assertThat(outcome.missed()).isZero();
    }

    private void readsPages(RecorderRun run) throws Exception {
        String body = get(run, "/crm/page").body();
        assertThat(body)
                .isEqualTo("{ \"next\":\"" + run.url() + "/crm/page?n=2\", \"items\": [ {\"self\": \""
                        + run.url().getPath() + "/crm/items/1\","
                        + " \"next\": \"http://127.0.0.1:" + service.url().getPort()
                        + "/api/kept\"} ], \"big\":1E400 }");
        assertThat(get(run, "/crm/page?n=2").body()).isEqualTo("{\"next\":null}");
        assertThat(get(run, "/crm/items/1").body()).isEqualTo("{\"item\":1}");
    }

    @Test
    void configuredMembersOfBodiesLeadBack() throws Exception {
        links = List.of("pointer:/next", "pointer:/items/*/self");
        run("record", this::readsPages);
        service.close();
        assertThat(run("replay", this::readsPages).missed()).isZero();
    }

    @Test
    void linksInBodiesStayWhereNoneAreConfigured() throws Exception {
        run("record", run -> assertThat(get(run, "/crm/page").body()).contains("127.0.0.1", "/api/items/1"));
    }

    @Test
    void aLinkThatIsNoPointerIsRefused() {
        links = List.of("next");
        assertThatThrownBy(() -> run("replay", run -> {}))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("A link of <links> of the upstream crm is next. Give the JSON pointer of a member of the"
                        + " responses that is a link, for instance pointer:/next (* is every key or index).");
    }

    @Test
    void theAddressOfTheRunIsInNoRecordingAndDoesNotCount() throws Exception {
        String[] forms = {
            "%s/crm/done", "%s-1/crm/done?a=b", "https:\\/\\/hub.example\\/?to=%s", "the token is in a text: %s."
        };
        Part ask = run -> {
            String url = run.url().toString();
            String token = url.substring(url.lastIndexOf('/') + 1);
            String form = URLEncoder.encode(url, StandardCharsets.UTF_8);
            String body = "{\"a\":\"" + forms[0].formatted(url)
                    + "\",\"b\":\"" + forms[1].formatted(url)
                    + "\",\"c\":\"" + forms[2].formatted(form)
                    + "\",\"d\":\"" + forms[2].formatted(url.replace("/", "\\/"))
                    + "\",\"e\":\"" + forms[3].formatted(token)
                    + withoutScheme(url.substring("http://".length())) + "\"}";
            HttpResponse<String> response = ask(run, "/crm/callbacks", body, Map.of());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            get(run, "/crm/callbacks?to=" + form);
            get(run, "/crm/callbacks?at=" + form.substring("http%3A%2F%2F".length()));
        };
        List<String> tokens = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        run("record", run -> {
            ports.add(Integer.toString(run.url().getPort()));
            tokens.add(run.url().getPath().substring("/s/".length()));
            ask.in(run);
        });

        assertThat(service.asked().get(0).body()).as("byte for byte").contains(tokens.get(0));
        assertThat(files()).hasSize(3);
        for (String file : files()) {
            assertThat(recordings().resolve(file))
                    .content()
                    .doesNotContain(tokens.get(0))
                    .doesNotContain(":" + ports.get(0))
                    .doesNotContain("%3A" + ports.get(0));
        }
        RunOutcome replayed = run("replay", ask);
        assertThat(replayed.missed()).isZero();
        assertThat(service.asked()).hasSize(3);
        assertThat(warnings).isEmpty();
    }

    /** Returns members of a JSON object, after others, that have the run's address as a program may compose it. */
    private static String withoutScheme(String address) {
        String rest = address.substring(address.indexOf(':'));
        String encoded = URLEncoder.encode("http://hub.example/?to=" + address, StandardCharsets.UTF_8);
        return "\",\"f\":\"" + address + "/crm/done"
                + "\",\"g\":\"at localhost" + rest + "/crm/done"
                + "\",\"h\":\"[::1]" + rest.replace("/", "\\/") + "-1"
                + "\",\"i\":\"host.docker.internal" + rest
                + "\",\"j\":\"" + URLEncoder.encode(encoded, StandardCharsets.UTF_8)
                + "\",\"" + address + "\":\"a name";
    }
}
