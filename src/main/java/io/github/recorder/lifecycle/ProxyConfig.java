package io.github.recorder.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy of the build's own settings.
 *
 * @param host its host
 * @param port its port
 * @param user the user; null if it requires none
 * @param password the user's password, decrypted; null if it requires none
 */
public record ProxyConfig(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    @Override
    public String toString() {
        return host + ":" + port; // Without the password.
    }
}
