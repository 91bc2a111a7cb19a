package io.github.recorder.prune;

import io.github.recorder.git.TestDeclaration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The types and methods that sources in Java, Kotlin, Groovy and Scala declare, as far as their text tells. A class
 * file may be older than its source, and a source file may have several types.
 */
final class SourceDeclarations {

    private static final List<String> EXTENSIONS = List.of(".java", ".kt", ".groovy", ".scala");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|object|enum|trait)\\s+`?(\\w+)");

    private final Map<String, Set<Path>> files = new HashMap<>();

    /** Reads source files. A file that cannot be read declares nothing. */
    SourceDeclarations(Collection<Path> sources) {
        for (Path file : sources) {
            TYPE.matcher(text(file))
                    .results()
                    .map((MatchResult type) -> type.group(1))
                    .forEach(type -> files.computeIfAbsent(type, first -> new HashSet<>())
                            .add(file));
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Returns whether a file is one of source code, by its path. */
    static boolean isSource(String path) {
        return EXTENSIONS.stream().anyMatch(path::endsWith);
    }

    /** Returns whether a type is declared, by its simple name. */
    boolean hasType(String simpleName) {
        return files.containsKey(simpleName);
    }

    /**
     * Returns whether a file declares a type, all of some others, and a method.
     *
     * @param nested the simple names of the other types
     */
    boolean hasMethod(String simpleName, List<String> nested, String method) {
        Pattern declaration = TestDeclaration.pattern(method);
        return files.getOrDefault(simpleName, Set.of()).stream()
                .filter(file -> nested.stream()
                        .allMatch(type -> files.getOrDefault(type, Set.of()).contains(file)))
                .anyMatch(file -> declaration.matcher(text(file)).find());
    }
}
