package io.github.recorder.mojo;

import io.github.recorder.lifecycle.ProxyConfig;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of {@code settings.xml}, chosen and decrypted by Maven as for its own downloads. Thread-safe.
 *
 * @param session the build
 */
record SettingsProxies(MavenSession session) implements Function<URI, Optional<ProxyConfig>> {

    @Override
    public Optional<ProxyConfig> apply(URI target) {
        RepositorySystemSession repositories = session.getRepositorySession();
        RemoteRepository place = new RemoteRepository.Builder("recorder", "default", target.toString()).build();
        @Nullable Proxy proxy = repositories.getProxySelector().getProxy(place);
        if (proxy == null) {
            return Optional.empty();
        }
        RemoteRepository throughProxy =
                new RemoteRepository.Builder(place).setProxy(proxy).build();
        try (AuthenticationContext credentials = AuthenticationContext.forProxy(repositories, throughProxy)) {
            return Optional.of(new ProxyConfig(
                    proxy.getHost(),
                    proxy.getPort(),
                    credentials == null ? null : credentials.get(AuthenticationContext.USERNAME),
                    credentials == null ? null : credentials.get(AuthenticationContext.PASSWORD)));
        }
    }
}
