package io.github.recorder.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares the page of the documentation with the table; {@code -Drecorder.golden=write} writes the page. */
final class ClientsPageTest {

    private static final Path PAGE = Path.of("src/site/markdown/clients.md");

    @Test
    void pageSaysWhatTheTableSays() throws IOException {
        String page = ClientsPage.text();
        if ("write".equals(System.getProperty("recorder.golden"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page, UTF_8);
        }

        assertThat(PAGE)
                .as(
                        "The page is generated from the table in Clients. After a change of the table run"
                                + " mvn test -Dtest=ClientsPageTest -Drecorder.golden=write and commit %s.",
                        PAGE)
                .hasContent(page);
    }
}
