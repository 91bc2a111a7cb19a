package io.github.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the documentation as a whole: links that work on GitHub and in the site, and a menu with every page. */
final class SitePagesTest {

    private static final Path PAGES = Path.of("src/site/markdown");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]*)\\)");
    private static final Pattern ITEM = Pattern.compile("<item name=\"[^\"]+\" href=\"([^\"]+)\\.html\"");

    /** The page of all goals, which Maven makes from the plugin's descriptor. */
    private static final String GOALS = "plugin-info";

    @Test
    void theMenuHasEachPageOnce() throws IOException {
        List<String> pages = new ArrayList<>(List.of(GOALS));
        pages().map(page -> page.getFileName().toString().replace(".md", "")).forEach(pages::add);

        assertThat(ITEM.matcher(Files.readString(Path.of("src/site/site.xml")))
                        .results()
                        .map(item -> item.group(1)))
                .containsExactlyInAnyOrderElementsOf(pages);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToAPageAndToAPlaceOnIt(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MatchResult found :
                LINK.matcher(Files.readString(document)).results().toList()) {
            String link = found.group(1);
            if (!link.contains(":") && !leadsSomewhere(document, link)) {
                broken.add(link);
            }
        }

        assertThat(broken).as("links of %s", document).isEmpty();
    }

    /** A page is linked as a file, which GitHub shows, and which the site makes a link to its page of. */
    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(target) && (parts.length == 1 || hasPlace(Files.readString(target), parts[1]));
    }

    /**
     * The two make different names of a heading, unless it is one word in lower case, so that other headings need an
     * anchor.
     */
    private static boolean hasPlace(String page, String name) {
        boolean heading = Pattern.compile("^#+ " + Pattern.quote(name) + "$", Pattern.MULTILINE)
                .matcher(page)
                .find();
        return heading || page.contains("<a id=\"" + name + "\"></a>");
    }

    private static Stream<Path> documents() throws IOException {
        return Stream.concat(
                pages(),
                Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                        .map(Path::of));
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        }
    }
}
