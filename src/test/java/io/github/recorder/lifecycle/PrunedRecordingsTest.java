package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.git.GitCommands;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.RecordingHead;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrunedRecordingsTest {

    private static final String HASH = "0".repeat(64);

    @TempDir
    private Path directory;

    private final ComparableRequests requests = new ComparableRequests(UpstreamTable.builtIn(), new Dialects());
    private ScriptedBuild build;
    private ScriptedBuild.Module app;

    @BeforeEach
    void setUp() throws IOException {
        build = new ScriptedBuild(directory);
        app = build.module("app").testClass("acme.AIT", "a");
        app.recording("a.json", "acme.AIT#a", "hello");
    }

    private PrunedRecordings removed() {
        return new PrunedRecordings(app.project(), requests);
    }

    private List<WireRequest> requestOf(String path) throws Exception {
        RecordingHead head = RecordingFiles.list(app.recordings()).head(path);
        return requests.of(head.request());
    }

    @Test
    void namesTheQuarantineOfARequestAlsoBesideADamagedFile() throws Exception {
        app.recording("old.json", "acme.GoneIT#one", "bye").recording("other.json", "acme.GoneIT#two", "see you");
        List<WireRequest> request = requestOf("other.json");
        app.run().passes("acme.AIT#a", "a.json").ends();
        app.prune();
        Path quarantine;
        try (var found = Files.list(app.project().quarantines())) {
            quarantine = found.findFirst().orElseThrow();
        }
        Files.writeString(quarantine.resolve("files/old.json"), "{");

        assertThat(removed().pruned(request))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("Its recording other.json was pruned at ")
                        .endsWith("`mvn recorder:restore -Drecorder.quarantine=" + quarantine.getFileName()
                                + "` restores it."));
        assertThat(removed().pruned(requestOf("a.json"))).isEmpty();
    }

    @Test
    void namesTheCommandThatRestoresWhatWasDeletedFromGit() throws Exception {
        app.recording(HASH + ".json", "acme.AIT#a", "bye");
        GitCommands.run(build.root(), "init", "-q");
        GitCommands.commit(build.root());
        Path file = app.recordings().resolve(HASH + ".json");
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        GitCommands.commit(build.root());

        PrunedRecordings removed = removed();
        String sentence = removed.deleted(HASH).orElseThrow();
        assertThat(sentence).startsWith("Its recording app/src/test/recordings/" + HASH + ".json was deleted at ");
        assertThat(removed.deleted(HASH)).as("asked again").hasValue(sentence);
        MatchResult command = Pattern.compile("`git (.+)`")
                .matcher(sentence)
                .results()
                .findFirst()
                .orElseThrow();
        GitCommands.run(build.root(), command.group(1).replace("'", "").split(" ", -1));
        assertThat(file).hasBinaryContent(content);
    }
}
