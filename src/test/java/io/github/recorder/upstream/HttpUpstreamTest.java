package io.github.recorder.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of requests that cannot even be sent. */
final class HttpUpstreamTest {

    @Test
    void whatIsNoUrlOfAServiceIsSaidWithoutItsQuery() {
        UpstreamException problem = failure("ftp://gw.acme.example:21/v1?key=s3cret", ProxySelector.of(null));
        assertThat(problem.sentence()).isEqualTo("ftp://gw.acme.example:21 is no URL of an HTTP service");
        assertThat(problem.reasonOfService()).isEmpty();
    }

    @Test
    void whatHasNoHostIsSaidWithoutItsQuery() {
        assertThat(failure("https:/v1?key=s3cret", ProxySelector.getDefault()).sentence())
                .isEqualTo("an address without a host is no URL of an HTTP service");
    }

    @Test
    void aChoiceOfProxiesThatThrowsIsAFaultOfThisSide() {
        UpstreamException problem = failure("https://gw.acme.example/v1?key=s3cret", new Throwing());
        assertThat(problem.sentence())
                .isEqualTo(
                        "The request to https://gw.acme.example could not be sent: no proxy for https://gw.acme.example"
                                + ". See the proxy settings of Java (MAVEN_OPTS) and of the environment");
        assertThat(problem.reasonOfService()).isEmpty();
    }

    private static UpstreamException failure(String url, ProxySelector selector) {
        EnvironmentProxySelector proxies = EnvironmentProxySelector.of(name -> null, name -> null, selector);
        try (HttpUpstream upstream = new HttpUpstream(UpstreamTimeouts.DEFAULT, proxies)) {
            UpstreamRequest request = new UpstreamRequest("GET", URI.create(url), List.of(), ByteBuffer.allocate(0));
            return UpstreamException.in(
                    catchThrowable(() -> upstream.send(request).join()));
        }
    }

    private static final class Throwing extends ProxySelector {

        @Override
        public List<Proxy> select(URI target) {
            throw new IllegalStateException("no proxy for " + target);
        }

        @Override
        public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
