package it;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NothingListensIT {

    @ParameterizedTest
    @ValueSource(strings = {"unit-test-fails", "plugin-fails", "fork-crashes", "no-stop-bound"})
    void serverIsGone(String module) throws IOException {
        URI url = URI.create(Files.readString(Path.of("../server-of-" + module + ".txt")));

        assertThrows(
                ConnectException.class, () -> new Socket(InetAddress.getByName(url.getHost()), url.getPort()).close());
    }
}
