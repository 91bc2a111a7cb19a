package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to a plain HTTP API that differ by the address only from those that were recorded. */
final class AddressMissTest extends RecordingScenario {

    private ScriptedProvider service;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void record() throws Exception {
        service = ScriptedProvider.start(Reply.json(200, "{\"orders\":[]}"));
        run("record", run -> {
            get(run, "/customers/7/orders?page=1");
            get(run, "/customers/8/orders?page=1");
            get(run, "/customers/smith");
            ask(run, "/crm/orders/7/cancel", "{\"why\":\"late\"}", Map.of());
        });
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
    }

    private RunOutcome run(String mode, Part part) throws Exception {
        UpstreamConfig crm =
                new UpstreamConfig("crm", service.url().toString(), null, null, null, null, MatchingConfig.NONE);
        return runWith(request(mode, List.of(crm), Map.of()), part);
    }

    private String get(RecorderRun run, String address) throws Exception {
        HttpRequest request = message(run, "/crm" + address, "", Map.of()).GET().build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void namesTheNearestRecordingAndItsAddress() throws Exception {
        RunOutcome outcome = run("replay", run -> {
            assertThat(get(run, "/customers/7/orders?page=2"))
                    .contains("(the same test): it is of GET /customers/7/orders?page=1. Record it");
            assertThat(get(run, "/customers/jones"))
                    .contains("(the same test): it is of GET /customers/smith. Record it");
            assertThat(ask(run, "/crm/orders/8/cancel", "{\"why\":\"late\"}", Map.of())
                            .body())
                    .contains("it is of POST /orders/7/cancel, and has the same body.");
            assertThat(get(run, "/items/7")).doesNotContain("Nearest");
        });
        assertThat(outcome.missGroups().get(0).cause().phrase())
                .isEqualTo("of one change: at endpoint the recordings have \"GET /customers/7/orders?page=1\" and the"
                        + " requests \"GET /customers/7/orders?page=2\"");
    }
}
