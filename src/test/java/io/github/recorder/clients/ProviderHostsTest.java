package io.github.recorder.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.provider.UpstreamTable;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ProviderHostsTest {

    @Test
    void everyServiceThatIsKnownByNameIsGuardedAndNamed() {
        assertThat(UpstreamTable.builtIn().names()).allSatisfy(name -> {
            String property = "recorder." + name + ".url";
            String url = UpstreamTable.builtIn().named(name).orElseThrow().url();
            String host =
                    url == null ? null : Objects.requireNonNull(URI.create(url).getHost());
            if (host == null || !host.equals("localhost")) {
                assertThat(ProviderHosts.builtIn()).anySatisfy(guarded -> {
                    assertThat(guarded.property()).isEqualTo(property);
                    if (host != null) {
                        assertThat(guarded.pattern()).isEqualTo(host);
                    }
                });
            }
        });
    }

    @Test
    void hostsOfTheUserJoinTheKnownOnes() {
        List<GuardedHost> hosts = ProviderHosts.with(List.of(" LLM.acme.com ", ""));

        assertThat(hosts).hasSize(ProviderHosts.builtIn().size() + 1).contains(new GuardedHost("llm.acme.com", null));
    }
}
