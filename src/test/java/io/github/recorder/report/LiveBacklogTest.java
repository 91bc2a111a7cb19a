package io.github.recorder.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveBacklogTest {

    private final LiveBacklog backlog = new LiveBacklog();

    @Test
    void keepsTheLastRequestsAndTheRecordingsOfAll() {
        for (int i = 0; i < LiveRequests.MOST + 3; i++) {
            backlog.add(request(i, "served-" + i + ".json"));
        }
        backlog.add("written.json");
        backlog.add("written.json");

        List<LiveRequests.Answered> requests = backlog.takeRequests();
        assertThat(requests).hasSize(LiveRequests.MOST);
        assertThat(requests.get(0).number()).isEqualTo(3);
        assertThat(backlog.takeRequests()).isEmpty();
        List<String> recordings = new ArrayList<>(backlog.takeRecordings(3));
        assertThat(recordings).hasSize(3);
        recordings.addAll(backlog.takeRecordings(3));
        assertThat(recordings)
                .containsExactlyInAnyOrder("served-0.json", "served-1.json", "served-2.json", "written.json");
        assertThat(backlog.takeRecordings(3)).isEmpty();
    }

    private static LiveRequests.Answered request(long number, String recording) {
        return new LiveRequests.Answered(
                number, Instant.EPOCH, "POST", "/v1", null, false, "served", 200, List.of(recording), "", 0);
    }
}
