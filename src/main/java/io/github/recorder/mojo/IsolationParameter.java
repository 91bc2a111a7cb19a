package io.github.recorder.mojo;

import io.github.recorder.matching.Isolation;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;

/** The parameter values for the isolation modes. */
final class IsolationParameter {

    private IsolationParameter() {}

    /** Returns the isolation mode that a parameter value names. */
    static Isolation isolation(String word) throws MojoExecutionException {
        for (Isolation value : Isolation.values()) {
            if (word(value).equals(word)) {
                return value;
            }
        }
        String allowed =
                Arrays.stream(Isolation.values()).map(IsolationParameter::word).collect(Collectors.joining(", "));
        throw new MojoExecutionException(
                "<isolation> (-Drecorder.isolation) is " + word + ". Give one of: " + allowed + ".");
    }

    private static String word(Isolation isolation) {
        return isolation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
