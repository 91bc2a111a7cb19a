package io.github.recorder.git;

import java.util.regex.Pattern;

/** The text around the name of a test method in Java, Kotlin, Groovy or Scala. Its type is usually {@code void}. */
public final class TestDeclaration {

    private static final String WORDS = "(void|fun|def|Dynamic[A-Za-z]+)";

    private TestDeclaration() {}

    /**
     * Returns the POSIX expression of the declaration of a method.
     *
     * @param name an expression for its name
     */
    static String posix(String name) {
        return expression(WORDS, "[[:space:]]", name);
    }

    /** Returns the pattern of the declaration of a method, given its name. */
    public static Pattern pattern(String method) {
        return Pattern.compile(expression("\\b" + WORDS, "\\s", Pattern.quote(method)));
    }

    private static String expression(String words, String space, String name) {
        return "(" + words + "|>|\\])" + space + "+[\"'`]?" + name + "[\"'`]?" + space + "*\\(";
    }
}
