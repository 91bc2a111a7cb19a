package io.github.recorder.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state of the code that makes the keys of recordings. An {@link IndexFile} of other code is not used. */
public final class CodeStamp {

    private CodeStamp() {}

    /**
     * Returns a text that differs if the version of Java, a jar of these classes, or a class file beside them differs.
     *
     * @throws IOException if the state of the code cannot be determined
     */
    public static String of(List<Class<?>> classes) throws IOException {
        StringBuilder text = new StringBuilder(Runtime.version().toString());
        for (Class<?> type : classes) {
            text.append('\n').append(files(type));
        }
        return text.toString();
    }

    private static String files(Class<?> type) throws IOException {
        @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IOException(type + " is in no file");
        }
        try (Stream<Path> files = Files.walk(Path.of(source.getLocation().toURI()))) {
            return files.sorted().map(CodeStamp::stamp).collect(Collectors.joining("\n"));
        } catch (UncheckedIOException problem) {
            throw problem.getCause();
        } catch (URISyntaxException | IllegalArgumentException noFile) {
            throw new IOException(type + " is in no file", noFile);
        }
    }

    private static String stamp(Path file) {
        try {
            return file + " " + FileStamp.of(file).text();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
