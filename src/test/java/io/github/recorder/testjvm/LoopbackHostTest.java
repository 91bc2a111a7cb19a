package io.github.recorder.testjvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.provider.LoopbackHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin and the guard in the test JVM have one rule, in two classes because the guard stands alone. */
final class LoopbackHostTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "[0:0:0:0:0:0:0:1]"})
    void matchesNamesAndAddressesOfThisMachine(String host) {
        assertThat(LoopbackHost.matches(host)).isTrue();
        assertThat(OutboundCallGuard.isThisMachine(host)).isTrue();
        if (!host.equals("::1")) {
            assertThat(LoopbackHost.matchesAuthority(host)).isTrue();
            assertThat(LoopbackHost.matchesAuthority(host + ":8080")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.example.com",
                "127.0.0.1.example.com",
                "127.0.0.1:80",
                "localhost.example.com",
                "mylocalhost",
                "128.0.0.1",
                "0.0.0.0",
                "[::2]",
                "[::1",
                "[]"
            })
    void matchesNoNameThatItsOwnerMayPointAnywhere(String host) {
        assertThat(LoopbackHost.matches(host)).isFalse();
        assertThat(OutboundCallGuard.isThisMachine(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":80", "127.example.com:80", "localhost.example.com:80", "[::2]:80", "localhost:80:80"})
    void matchesNoAuthorityOfAnotherHost(String authority) {
        assertThat(LoopbackHost.matchesAuthority(authority)).isFalse();
    }
}
