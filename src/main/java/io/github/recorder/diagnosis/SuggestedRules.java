package io.github.recorder.diagnosis;

import io.github.recorder.matching.RuleSuggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The combined rules that the miss reports of a run suggest. */
public final class SuggestedRules {

    private static final String START = MissRenderer.RULE_INDENT + "<matching>";
    private static final String END = MissRenderer.RULE_INDENT + "</matching>";
    private static final Pattern IGNORED = Pattern.compile("\\s*<ignore>(.+)</ignore>");
    private static final Pattern REPLACED = Pattern.compile("\\s*<replacement><pattern>(.+)</pattern></replacement>");

    private SuggestedRules() {}

    /**
     * Reads the reports of a folder.
     *
     * @return empty if there are no reports, or none of them has a rule
     * @throws IOException if a report cannot be read
     */
    public static Optional<RuleSuggestion> in(Path folder) throws IOException {
        TreeSet<String> ignored = new TreeSet<>();
        TreeSet<String> replaced = new TreeSet<>();
        for (Path report : reports(folder)) {
            List<String> lines = Files.readAllLines(report);
            int start = lines.indexOf(START);
            int end = lines.indexOf(END);
            for (String line : start < 0 ? List.<String>of() : lines.subList(start, Math.max(start, end))) {
                add(IGNORED.matcher(line), ignored);
                add(REPLACED.matcher(line), replaced);
            }
        }
        return ignored.isEmpty() && replaced.isEmpty()
                ? Optional.empty()
                : Optional.of(new RuleSuggestion(List.copyOf(ignored), List.copyOf(replaced)));
    }

    private static void add(Matcher line, Set<String> rules) {
        if (line.matches()) {
            rules.add(line.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        }
    }

    private static List<Path> reports(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
