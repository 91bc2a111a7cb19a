package io.github.recorder.ledger;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An execution of a test plugin that the effective pom declares.
 *
 * @param name as in ledgers, for instance {@code failsafe:integration-test@default}
 * @param includes the patterns of the classes that it runs, as in the pom
 * @param excludes the patterns of the classes that it leaves out, as in the pom
 */
public record DeclaredExecution(String name, List<String> includes, List<String> excludes) {

    /** A pattern of paths such as {@code **}{@code /*IT.java}. Others, with expressions or methods, are not parsed. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.*?/$-]+");

    /** Returns whether the execution may run a class, given its binary name. A pattern that is not parsed matches. */
    public boolean mayRun(String className) {
        String path = className.replace('.', '/');
        return includes.stream().flatMap(DeclaredExecution::patterns).anyMatch(each -> matches(each, path, true))
                && excludes.stream().flatMap(DeclaredExecution::patterns).noneMatch(each -> matches(each, path, false));
    }

    private static Stream<String> patterns(String list) {
        return Stream.of(list.split(",", -1)).map(String::strip).filter(each -> !each.isEmpty());
    }

    private static boolean matches(String pattern, String path, boolean otherwise) {
        if (!PLAIN.matcher(pattern).matches()) {
            return otherwise;
        }
        String plain = pattern.replaceFirst("\\.(java|class)$", "");
        String file = plain.indexOf('/') < 0 ? plain.replace('.', '/') : plain;
        // A pattern without a folder matches in all of them.
        String anywhere = file.indexOf('/') < 0 ? "**/" + file : file;
        String expression = Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?|[^*?]+")
                .matcher(anywhere)
                .replaceAll(part -> Matcher.quoteReplacement(
                        switch (part.group()) {
                            case "**/" -> "(.*/)?";
                            case "**" -> ".*";
                            case "*" -> "[^/]*";
                            case "?" -> "[^/]";
                            default -> Pattern.quote(part.group());
                        }));
        return Pattern.matches(expression, path);
    }
}
