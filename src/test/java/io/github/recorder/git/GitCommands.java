package io.github.recorder.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs git with settings of its own, so that those of the machine do not matter. */
public final class GitCommands {

    private GitCommands() {}

    /** Commits all files of a working tree. */
    public static void commit(Path repository) throws IOException {
        run(repository, "add", ".");
        run(repository, "commit", "-q", "-m", "some");
    }

    /** Runs git in a directory and fails if git does. */
    public static void run(Path repository, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of("-c", "user.name=some", "-c", "user.email=some@example.com"));
        command.addAll(List.of("-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(output).isZero();
    }
}
