package io.github.recorder.upstream;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy.
 *
 * @param host its host
 * @param port its port
 * @param user the user; null if it requires none
 * @param password the user's password; null if it requires none
 */
public record ProxyServer(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    /** Returns the form that the JDK's client takes. */
    Proxy proxy() {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    /** Returns the value of {@code Proxy-Authorization}; empty if there is no user. */
    Optional<String> authorization() {
        if (user == null) {
            return Optional.empty();
        }
        byte[] plainText = (user + ":" + (password == null ? "" : password)).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(plainText));
    }

    @Override
    public String toString() {
        return host + ":" + port; // Without the password.
    }
}
