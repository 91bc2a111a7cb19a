package io.github.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.lifecycle.RequestFile;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.xml.sax.InputSource;

/**
 * The code blocks and commands of the pages. The integration test {@code pages} builds each block of XML and the
 * consoles of the README, and others compile the blocks of Java; this test checks all the rest, and that nothing is
 * left.
 */
final class SnippetsTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)\\n```$");
    private static final Pattern CONSOLE = Pattern.compile("(?ms)^```console\\n.*?\\n```$");
    private static final Pattern MAVEN = Pattern.compile("(?m)(?:^|[`( ])mvn ((?:[^`\\n#]|(?<=\\S)#)+)");
    private static final Pattern PROPERTY = Pattern.compile("-D(recorder\\.[\\w.]+\\w)");
    private static final Pattern VERSION =
            Pattern.compile("recorder-maven-plugin(?::|</artifactId>\\s*<version>)(\\d[\\w.-]*)");
    private static final Pattern PROFILE = Pattern.compile("-P(\\w+)");

    private static final Set<String> PHASES = Set.of(
            "clean", "validate", "test-compile", "test", "package", "integration-test", "verify", "install", "deploy");

    /** Goals of other plugins. */
    private static final Set<String> OTHER_GOALS = Set.of("site", "spotless:apply", "pitest:mutationCoverage");

    /** Programs besides Maven. */
    private static final Set<String> PROGRAMS = Set.of("export", "unset", "git", "java");

    private static final Pattern LITERAL =
            Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"|\"\"\"(.*?)\"\"\"", Pattern.DOTALL);

    private static final Pattern PREFIX = Pattern.compile("(?m)^(?:\\[\\w+] )?(?:Recorder: +)?");

    /** A word of a console that is data: a number, a path, a name, a quoted text. */
    private static final Pattern DATA = Pattern.compile(".*[\\d/…#=\"].*|.*\\w[.:-]\\w.*|-.*|[A-Z]+");

    @TempDir
    private Path folder;

    /** A block of a page. */
    private record Snippet(String page, String language, String text) {

        @Override
        public String toString() {
            return page + " " + language + ": " + text.lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void eachSnippetIsChecked(Snippet snippet) throws Exception {
        switch (snippet.language) {
            case "xml" -> checkXml(snippet.text);
            case "sh" -> checkShell(snippet.text);
            case "console" -> checkConsole(snippet);
            case "yaml" ->
                assertThat(new Load(LoadSettings.builder().build()).loadFromString(snippet.text))
                        .isNotNull();
            case "http" -> checkRequest(snippet.text);
            case "properties" -> checkProperties(snippet.text);
            case "java", "groovy" ->
                assertThat(preparations())
                        .as("the build that compiles it")
                        .anyMatch(script -> script.contains("```" + snippet.language) && script.contains(snippet.page));
            default ->
                assertThat(snippet.page + " " + snippet.language)
                        .as("a block that nothing checks; name its language")
                        .isEqualTo("CONTRIBUTING.md text");
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsNameGoalsPropertiesAndProfilesThatExist(Path page) throws Exception {
        String text = Files.readString(page);
        String withoutOutput = CONSOLE.matcher(text).replaceAll("");

        for (MatchResult command : MAVEN.matcher(withoutOutput).results().toList()) {
            checkMaven(command.group(1));
        }
        Set<String> known = properties();
        String tests = texts("src/test/java", ".java");
        assertThat(PROPERTY.matcher(text).results().map(found -> found.group(1)))
                .allMatch(name -> known.contains(name) || tests.contains(name));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePluginHasTheVersionOfThisProject(Path page) throws Exception {
        Xpp3Dom pom = xml(Path.of("pom.xml"));

        assertThat(VERSION.matcher(Files.readString(page)).results().map(found -> found.group(1)))
                .allMatch(pom.getChild("version").getValue()::equals);
    }

    private static void checkXml(String text) throws Exception {
        String root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement()
                .getTagName();

        assertThat(Files.readString(Path.of("src/it/pages/prebuild.groovy")))
                .as("the place of the block in a pom that is built")
                .contains("\n    " + root + ": ");
    }

    private static void checkShell(String text) throws Exception {
        for (String line : text.split("\n", -1)) {
            if (!line.startsWith("mvn ")) {
                assertThat(PROGRAMS).contains(line.split(" ", 2)[0]);
            }
        }
    }

    private static void checkMaven(String command) throws Exception {
        Set<String> goals = new TreeSet<>();
        for (Xpp3Dom goal : descriptor().getChild("mojos").getChildren()) {
            goals.add(goal.getChild("goal").getValue());
        }
        String withoutQuoted = command.replaceAll("'[^']*'", "");
        for (String word : withoutQuoted.split("(?=\\s#\\s)", 2)[0].strip().split("\\s+", -1)) {
            if (word.startsWith("-")) {
                for (MatchResult profile : PROFILE.matcher(word).results().toList()) {
                    assertThat(Files.readString(Path.of("pom.xml"))).contains("<id>" + profile.group(1) + "</id>");
                }
            } else if (word.startsWith("recorder:") || word.startsWith("io.github.recorder:")) {
                assertThat(goals)
                        .as(command)
                        .contains(word.substring(word.lastIndexOf(':') + 1).replaceAll("\\W+$", ""));
            } else if (word.matches("[a-z-]+(:\\w+)?")) {
                assertThat(PHASES.contains(word) || OTHER_GOALS.contains(word))
                        .as("%s in mvn %s", word, command)
                        .isTrue();
            }
        }
    }

    /** Messages are put together from parts, so that not each pair of words is side by side in the code. */
    private static void checkConsole(Snippet snippet) throws IOException {
        List<String> pairs = pairs(PREFIX.matcher(snippet.text.replaceAll("(?m)^\\$ .*$", ""))
                .replaceAll("")
                .replaceAll("\"[^\"]*\"", "\"\""));
        Set<String> known = new HashSet<>();
        for (MatchResult literal : LITERAL.matcher(
                        texts("src/main/java", ".java").replaceAll("\"\\s*\\+ \"", ""))
                .results()
                .toList()) {
            known.addAll(
                    pairs((literal.group(1) == null ? literal.group(2) : literal.group(1)).replaceAll("%\\w", "1")));
        }
        List<String> unknown =
                pairs.stream().filter(pair -> !known.contains(pair)).toList();

        if (!snippet.page.equals("README.md")) { // A build prints the consoles of the README.
            assertThat(unknown.size())
                    .as("words that no message of the plugin has side by side: %s", unknown)
                    .isLessThanOrEqualTo(pairs.size() / 2);
        }
    }

    /** Returns each two words that stand side by side, without those that are data. */
    private static List<String> pairs(String text) {
        List<String> pairs = new ArrayList<>();
        String previous = "";
        for (String word : text.split("\\s+", -1)) {
            String plain = DATA.matcher(word).matches() ? "" : word.replaceAll("[.,;:()`'\\\\]", "");
            if (!previous.isEmpty() && !plain.isEmpty()) {
                pairs.add(previous + " " + plain);
            }
            previous = plain;
        }
        return pairs;
    }

    private void checkRequest(String text) throws IOException {
        RequestFile request = RequestFile.read(Files.writeString(folder.resolve("request.http"), text), null, "/none");

        assertThat(request.target()).isNotEqualTo("/none");
        assertThat(Json.parse(request.body().getBytes(UTF_8)).isObject()).isTrue();
    }

    private static void checkProperties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));

        assertThat(properties).hasSize((int) text.lines().count());
    }

    /** Returns the scripts that prepare the projects of integration tests. */
    private static List<String> preparations() throws IOException {
        List<String> scripts = new ArrayList<>();
        for (Path script : files("src/it", "prebuild.groovy")) {
            scripts.add(Files.readString(script));
        }
        return scripts;
    }

    private static Set<String> properties() throws Exception {
        Set<String> properties = new TreeSet<>();
        for (Xpp3Dom goal : descriptor().getChild("mojos").getChildren()) {
            for (Xpp3Dom parameter : goal.getChild("configuration").getChildren()) {
                properties.add(String.valueOf(parameter.getValue()).replaceAll("^\\$\\{(.*)}$", "$1"));
            }
        }
        return properties;
    }

    private static Xpp3Dom descriptor() throws Exception {
        return xml(Path.of("target/classes/META-INF/maven/plugin.xml"));
    }

    private static Xpp3Dom xml(Path file) throws Exception {
        try (Reader reader = Files.newBufferedReader(file)) {
            return Xpp3DomBuilder.build(reader);
        }
    }

    private static String texts(String directory, String ending) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files(directory, ending)) {
            text.append(Files.readString(file));
        }
        return text.toString();
    }

    private static List<Path> files(String directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static Stream<Path> pages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md")));
        pages.addAll(files("src/site/markdown", ".md"));
        return pages.stream().sorted();
    }

    private static Stream<Snippet> snippets() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages().toList()) {
            for (MatchResult block :
                    BLOCK.matcher(Files.readString(page)).results().toList()) {
                snippets.add(new Snippet(page.getFileName().toString(), block.group(1), block.group(2)));
            }
        }
        return snippets.stream();
    }
}
