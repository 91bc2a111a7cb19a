package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard where tests run in Maven's own JVM, which goes on after the run. */
final class GuardWithoutForkTest {

    private static final URI OPENAI = URI.create("https://api.openai.com/v1/chat/completions");

    private final ProxySelector selectorBefore = ProxySelector.getDefault();

    @TempDir
    private Path directory;

    @AfterEach
    void uninstall() {
        ProxySelector.setDefault(selectorBefore);
    }

    @Test
    void afterItsRunItStopsNothing() throws Exception {
        Path jar = directory.resolve("listener.jar");
        ListenerJar.write(jar, "");
        ProxySelector.setDefault(ProxySelector.of(null));
        Properties settings = new Properties();
        settings.setProperty("guard.0.host", "api.openai.com");
        settings.setProperty("guard.0.property", "recorder.openai.url");
        try (ServerSocket plugin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                URLClassLoader testClasses =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            settings.setProperty("guard.report", "http://127.0.0.1:1/nobody");
            CompletableFuture<Socket> run = CompletableFuture.supplyAsync(() -> greet(plugin));
            call(
                    testClasses,
                    "PluginConnection",
                    "connect",
                    "127.0.0.1",
                    String.valueOf(plugin.getLocalPort()),
                    "token");
            call(testClasses, "OutboundCallGuard", "install", settings, false);
            Socket connection = run.get();

            // Twice, for to look must not harm the connection.
            for (int time = 0; time < 2; time++) {
                assertThatThrownBy(() -> ProxySelector.getDefault().select(OPENAI))
                        .hasMessageStartingWith("Recorder: blocked a call to api.openai.com");
            }
            connection.close();

            assertThat(ProxySelector.getDefault().select(OPENAI)).containsExactly(Proxy.NO_PROXY);
        }
    }

    private static Socket greet(ServerSocket plugin) {
        try {
            Socket connection = plugin.accept();
            new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)).readLine();
            OutputStream out = connection.getOutputStream();
            out.write("session 1\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            return connection;
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    private static void call(ClassLoader loader, String type, String name, Object... arguments) throws Exception {
        for (Method method :
                loader.loadClass("io.github.recorder.testjvm." + type).getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                method.setAccessible(true);
                method.invoke(null, arguments);
                return;
            }
        }
        throw new AssertionError(name);
    }
}
