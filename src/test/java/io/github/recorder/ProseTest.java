package io.github.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keeps mannerisms out of comments, messages and documentation, each of which made readers stumble, and long lines out
 * of the code. A rule that is wrong
 * about a good sentence is to be made narrower, not switched off.
 */
final class ProseTest {

    /** What not to write, and what to write instead. */
    private static final Map<Pattern, String> RULES = rules();

    /** A comment, or a string literal; a text block comes first because it contains quotes. */
    private static final Pattern PROSE = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\"|'(?:\\\\.|[^'\\\\\n])+'",
            Pattern.DOTALL);

    private static final int WIDTH = 120;

    private static final Pattern CODE_BLOCK = Pattern.compile("```.*?```|`[^`\n]*`", Pattern.DOTALL);

    private static Map<Pattern, String> rules() {
        Map<Pattern, String> rules = new LinkedHashMap<>();
        String clause = "(?:it|they|there|he|we|nobody|nothing|no one|its|otherwise|only|that|this|such"
                + "|the [\\w -]{1,30}? (?:is|are|has|have|was|were|does|do|can|may|would|will|must|needs?)"
                + "|an? [\\w-]+ (?:is|has|can|may|would|will))\\b";
        rules.put(Pattern.compile(", for " + clause), "because …");
        rules.put(
                Pattern.compile("\\b(?:[Nn]ull|empty|false|true|@throws \\S+|[Ff]ails|absent|except) where\\b"),
                "if …, or unless …");
        rules.put(
                Pattern.compile(
                        "\\bwhere (?:there (?:is|are|was|were)|none|nobody|nothing|neither|it has (?:none|one))\\b"),
                "if there …");
        rules.put(
                Pattern.compile("\\b(?:[Aa]n|[Tt]he|[Ii]ts|[Nn]o|[Ee]ach|[Ee]very|recorded|streamed|first|last|whole)"
                        + " answers?\\b"),
                "response");
        rules.put(Pattern.compile("\\b[Tt]ells (?:whether|what|which|who)\\b"), "Returns whether …");
        rules.put(Pattern.compile("[Ss]afe for use by many threads"), "Thread-safe");
        rules.put(Pattern.compile("\\b[Mm]end(?:s|ed|ing)?\\b"), "fix");
        rules.put(Pattern.compile("\\b(?:brings?|brought|bring) (?:it |them |\\w+ )?back\\b"), "restore");
        rules.put(Pattern.compile("\\bby https\\b"), "over HTTPS");
        rules.put(Pattern.compile("\\bparted by\\b"), "separated by");
        rules.put(Pattern.compile("\\bfor ever\\b"), "from then on");
        rules.put(Pattern.compile("\\banew\\b"), "again");
        rules.put(Pattern.compile("\\bto the letter\\b"), "exactly");
        rules.put(Pattern.compile("\\bgood-?bye\\b|\\blest\\b|\\bunasked\\b"), "a plainer word");
        rules.put(Pattern.compile("\\b(?:[Tt]he|[Aa]|[Ee]ach|[Tt]his) room\\b|\\brooms\\b"), "package");
        return rules;
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java"})
    void commentsAndMessagesAreWrittenPlainly(String directory) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files(Path.of(directory), ".java")) {
            if (file.endsWith("ProseTest.java")) {
                continue;
            }
            String text = Files.readString(file);
            Matcher prose = PROSE.matcher(text);
            while (prose.find()) {
                boolean comment = prose.group().startsWith("/");
                if (comment || directory.endsWith("main/java")) {
                    check(file, line(text, prose.start()), joined(prose.group()), found);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void documentationIsWrittenPlainly() throws IOException {
        List<Path> pages = new ArrayList<>(files(Path.of("src/site"), ".md"));
        for (String page : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
            pages.add(Path.of(page));
        }
        List<String> found = new ArrayList<>();
        for (Path page : pages) {
            String text = CODE_BLOCK.matcher(Files.readString(page)).replaceAll(ProseTest::blank);
            String[] paragraphs = text.split("(?<=\n)(?=\n)", -1);
            int line = 1;
            for (String paragraph : paragraphs) {
                check(page, line, paragraph.replace('\n', ' '), found);
                line += (int) paragraph.chars().filter(c -> c == '\n').count();
            }
        }
        assertThat(found).isEmpty();
    }

    /** Strings of tests may be longer, because they are data. */
    @Test
    void linesAreAtMost120CharactersLong() throws IOException {
        List<String> found = new ArrayList<>();
        for (String directory : List.of("src/main/java", "src/test/java", "src/it")) {
            for (Path file : files(Path.of(directory), ".java")) {
                String text = Files.readString(file);
                String code = directory.equals("src/main/java")
                        ? text
                        : PROSE.matcher(text).replaceAll(ProseTest::withoutString);
                int number = 0;
                for (String line : code.split("\n", -1)) {
                    number++;
                    if (line.length() > WIDTH) {
                        found.add(file + ":" + number);
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void findsAMannerismAcrossLines() {
        List<String> found = new ArrayList<>();

        check(Path.of("A.java"), 7, joined("/**\n * Closes it,\n * for it is no longer used.\n */"), found);

        assertThat(found).containsExactly("A.java:7: \", for it\", write: because …");
    }

    private static void check(Path file, int line, String prose, List<String> found) {
        RULES.forEach((mannerism, better) -> {
            Matcher match = mannerism.matcher(prose);
            while (match.find()) {
                found.add(file + ":" + line + ": \"" + match.group() + "\", write: " + better);
            }
        });
    }

    /** Returns a comment as one line, without the asterisks that begin its lines. */
    private static String joined(String comment) {
        return comment.replaceAll("\\s*\n\\s*(?:\\*(?!/) ?)?", " ");
    }

    private static String withoutString(MatchResult prose) {
        boolean comment = prose.group().startsWith("/");
        return Matcher.quoteReplacement(comment ? prose.group() : prose.group().replaceAll("[^\n]", ""));
    }

    private static String blank(MatchResult code) {
        return Matcher.quoteReplacement(code.group().replaceAll("[^\n]", "_"));
    }

    private static int line(String text, int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
