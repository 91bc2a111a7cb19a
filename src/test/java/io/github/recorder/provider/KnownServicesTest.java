package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KnownServicesTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** Words that are names of services or dialects, and stand for something else in these files. */
    private static final Map<String, Set<String>> OTHER_MEANINGS = Map.of(
            // Segments of paths.
            "Endpoint.java", Set.of("openai", "azure"),
            "OpenAiPath.java", Set.of("openai"),
            // Parts of the names of a library's properties.
            "ClientLibraries.java", Set.of("openai", "anthropic", "ollama"),
            // The exchanges of a cassette.
            "CassetteReader.java", Set.of("interactions"));

    @Test
    void nothingOutsideTheTableAndTheDialectsNamesAService() throws IOException {
        Set<String> names = new TreeSet<>(UpstreamTable.builtIn().names());
        names.addAll(new Dialects().names());
        names.removeAll(Set.of("http", "tool")); // Everyday words.
        Pattern literal = Pattern.compile("\"(" + String.join("|", names) + ")\"");

        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            Matcher matcher = literal.matcher(Files.readString(file));
            String fileName = file.getFileName().toString();
            while (matcher.find()) {
                boolean ownName = fileName.equalsIgnoreCase(matcher.group(1) + "Dialect.java");
                boolean otherMeaning =
                        OTHER_MEANINGS.getOrDefault(fileName, Set.of()).contains(matcher.group(1));
                if (!ownName && !otherMeaning && !fileName.equals("KnownServices.java")) {
                    found.add(fileName + ": " + matcher.group());
                }
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void oneServiceIsMentionedInFewFiles() throws IOException {
        List<String> files = new ArrayList<>();
        for (Path file : sources()) {
            if (Pattern.compile("anthropic", Pattern.CASE_INSENSITIVE)
                    .matcher(Files.readString(file))
                    .find()) {
                files.add(file.getFileName().toString());
            }
        }

        assertThat(files)
                .containsExactlyInAnyOrder(
                        "KnownServices.java", "AnthropicDialect.java", "ClientLibraries.java", "KnownKeyPattern.java");
    }

    @Test
    void noNameAndNoHostIsGivenTwice() {
        List<String> hosts = KnownServices.all().stream()
                .flatMap(row -> row.hosts().stream())
                .toList();
        List<String> names = KnownServices.named().map(KnownService::name).toList();

        assertThat(hosts).doesNotHaveDuplicates();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(new HashSet<>(names)).isEqualTo(UpstreamTable.builtIn().names());
    }

    @ParameterizedTest
    @CsvSource({
        "openai,     /v1/chat/completions,                         Authorization,  Bearer k",
        "groq,       /groq/openai/v1/chat/completions,             Authorization,  Bearer k",
        "azure,      /azure/openai/v1/responses,                   api-key,        k",
        "anthropic,  /v1/messages,                                 x-api-key,      k",
        "anthropic,  /anthropic/v1/models,                         x-api-key,      k",
        "gemini,     /gemini/v1beta/models/g:generateContent,      x-goog-api-key, k",
        "gemini,     /gemini/v1beta/interactions,                  x-goog-api-key, k",
        "gemini,     /gemini/v1beta/openai/chat/completions,       Authorization,  Bearer k",
        "vertex,     /vertex/v1/models/g:generateContent,          x-goog-api-key, k",
        "acme,       /acme/v1/messages,                            x-api-key,      k",
        "acme,       /acme/rank,                                   Authorization,  Bearer k",
    })
    void aKeyIsSentAsTheServiceTakesIt(String upstream, String target, String header, String value) {
        Set<String> names = new HashSet<>(UpstreamTable.builtIn().names());
        names.add("acme");
        ApiKey key = KnownServices.key(upstream, new Dialects().forEndpoint("POST", Endpoint.parse(target, names)));

        assertThat(key.header()).isEqualTo(header);
        assertThat(key.value("k")).isEqualTo(value);
    }

    @Test
    void everyHeaderWithAKeyIsRedacted() {
        assertThat(KnownServices.keyHeaders())
                .hasSize(4)
                .allSatisfy(header ->
                        assertThat(Redaction.builtIn().header(header, "k")).isEqualTo(Redaction.REPLACEMENT));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
