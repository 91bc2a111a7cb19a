package io.github.recorder.mojo;

import io.github.recorder.ledger.CiServer;
import io.github.recorder.progress.ProgressOutput;
import java.io.Console;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/** Progress in one updating line of the terminal in which a person runs Maven. */
final class TerminalProgress {

    private static final int WIDTH = 79;

    private static final Pattern LOG_FILE = Pattern.compile("(^|\\s)(-l|--log-file)");

    private TerminalProgress() {}

    /**
     * Returns whether a line can be updated: a person looks at a terminal, nothing else prints at the same time, and
     * Maven neither writes to a file nor, as Maven 4 does, collects what plugins print until a line is complete.
     */
    static boolean isPossible(MavenSession session, Map<String, String> environment) {
        @Nullable MavenExecutionRequest request = session.getRequest();
        return request != null
                && request.isInteractiveMode()
                && !session.isParallel()
                && session.getSystemProperties()
                        .getProperty("maven.version", "")
                        .startsWith("3.")
                && !LOG_FILE.matcher(environment.getOrDefault("MAVEN_CMD_LINE_ARGS", ""))
                        .find()
                && !environment.containsKey(CiServer.VARIABLE)
                && !environment.getOrDefault("TERM", "dumb").equals("dumb")
                && isTerminal();
    }

    /** From Java 22 on there is a console also without a terminal, which then says so. */
    @SuppressWarnings("SystemConsoleNull") // Later versions are asked below.
    private static boolean isTerminal() {
        @Nullable Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException older) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /** Returns the line. */
    static ProgressOutput output() {
        return ProgressOutput.updating(WIDTH, StandardOutput::print);
    }
}
