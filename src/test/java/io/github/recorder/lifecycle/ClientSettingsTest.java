package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://llm.acme.example/v1", "llm.acme.example:8443", "llm.acme.example/v1", "llm acme"})
    void whatIsNoHostIsNamed(String host) {
        assertThatThrownBy(() ->
                        ClientSettings.of(Map.of(), ClientSettings.Guard.BLOCK, List.of("*.acme.example", host), false))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("<guardedHosts> (-Drecorder.guardedHosts) names " + host + ".");
    }

    @Test
    void hostsAndPatternsAreTaken() throws InvalidConfigurationException {
        List<String> hosts = List.of("llm.acme.example", "*.acme.example", "llm-eu.acme.example", " ");

        assertThat(ClientSettings.of(Map.of(), ClientSettings.Guard.BLOCK, hosts, false)
                        .guardedHosts())
                .isEqualTo(hosts);
    }
}
