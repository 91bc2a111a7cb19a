package io.github.recorder.prune;

import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A build of one module with two tests, each with a recording, and a recording of a test that is gone. */
final class TwoTestBuild {

    private TwoTestBuild() {}

    /** Makes the build in a directory, which is made. */
    static ScriptedBuild in(Path directory) throws IOException {
        ScriptedBuild build = new ScriptedBuild(Files.createDirectories(directory));
        build.module("app")
                .testClass("acme.AIT", "a")
                .testClass("acme.BIT", "b")
                .recording("a.json", "acme.AIT#a", "hello")
                .recording("b.json", "acme.BIT#b", "good day")
                .recording("gone.json", "acme.GoneIT#g", "bye");
        return build;
    }

    /** Plays both tests, which pass. */
    static Run whole(Run run) {
        return run.passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json");
    }
}
