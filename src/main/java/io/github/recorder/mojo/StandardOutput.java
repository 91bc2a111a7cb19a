package io.github.recorder.mojo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard output, for goals that print text. In a pipe the text must appear without Maven's prefixes, also with
 * {@code -q}, as {@code help:evaluate -DforceStdout} prints it. Nothing else may use it.
 */
final class StandardOutput {

    private StandardOutput() {}

    /** Prints in UTF-8, without an additional newline. */
    static void print(String text) {
        PrintStream out = System.out;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
