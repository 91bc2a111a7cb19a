package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.ledger.RecordingFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestorerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T16:45:01Z");
    private static final String NAME = "20261122T164501Z";

    @TempDir
    private Path temporary;

    private Path recordings;
    private Path pruned;
    private Path lasting;
    private Restorer restorer;

    @BeforeEach
    void setUp() throws IOException {
        Path directory = temporary.toRealPath();
        recordings = directory.resolve("recordings");
        pruned = directory.resolve("pruned");
        lasting = directory.resolve("lasting");
        restorer = new Restorer(List.of(pruned, lasting));
    }

    /** Writes a quarantine in which each recording contains its own path. */
    private Path quarantine(Path place, String name, String... paths) throws IOException {
        Path quarantine = place.resolve(name);
        List<QuarantineManifest.Entry> entries = new ArrayList<>();
        for (String path : paths) {
            Path file = quarantine.resolve("files").resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, path);
            entries.add(new QuarantineManifest.Entry(
                    path, RecordingFingerprint.of(file), "acme.AIT#a", "unused", "its test did not request it"));
        }
        new QuarantineManifest(NOW, recordings, entries).write(quarantine);
        return quarantine;
    }

    @Test
    void movesEachRecordingBackAndRemovesTheQuarantine() throws IOException {
        Path quarantine = quarantine(pruned, NAME, "b.json", "a/deep/c.json");

        RestoreOutcome outcome = restorer.restore(NAME);

        assertThat(outcome).isEqualTo(new RestoreOutcome(NAME, recordings, outcome.restored(), List.of()));
        assertThat(outcome.restored()).containsExactly("a/deep/c.json", "b.json");
        assertThat(recordings.resolve("a/deep/c.json")).hasContent("a/deep/c.json");
        assertThat(recordings.resolve("b.json")).hasContent("b.json");
        assertThat(quarantine).doesNotExist();
    }

    @Test
    void neverOverwritesAnotherRecording() throws IOException {
        Path quarantine = quarantine(pruned, NAME, "a.json", "b.json");
        Files.createDirectories(recordings);
        Files.writeString(recordings.resolve("a.json"), "recorded again");

        RestoreOutcome outcome = restorer.restore(NAME);

        assertThat(outcome.restored()).containsExactly("b.json");
        assertThat(outcome.failed())
                .containsExactly("a.json was not restored: there is such a file, and it is not overwritten");
        assertThat(recordings.resolve("a.json")).hasContent("recorded again");
        assertThat(quarantine.resolve("files/a.json")).hasContent("a.json");
        assertThat(restorer.names()).containsExactly(NAME);
    }

    @Test
    void doesNotRestoreThroughALink() throws IOException {
        quarantine(pruned, NAME, "sub/a.json");
        Path outside = Files.createDirectories(recordings.resolveSibling("outside"));
        Files.createDirectories(recordings);
        Files.createSymbolicLink(recordings.resolve("sub"), outside);

        RestoreOutcome outcome = restorer.restore(NAME);

        assertThat(outcome.restored()).isEmpty();
        assertThat(outcome.failed()).singleElement().asString().endsWith(", through a link");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void leavesARecordingThatWasChangedInTheQuarantine() throws IOException {
        Path quarantine = quarantine(pruned, NAME, "a.json");
        Files.writeString(quarantine.resolve("files/a.json"), "changed");

        RestoreOutcome outcome = restorer.restore(NAME);

        assertThat(outcome.failed()).containsExactly("a.json was not restored: it was changed in the quarantine");
        assertThat(recordings.resolve("a.json")).doesNotExist();
        assertThat(quarantine.resolve("files/a.json")).hasContent("changed");
    }

    @Test
    void restoresOneOfTwoCopiesAndRemovesBoth() throws IOException {
        Path first = quarantine(pruned, NAME, "a.json");
        Path second = quarantine(lasting, NAME, "a.json");

        RestoreOutcome outcome = restorer.restore(NAME);

        assertThat(outcome.restored()).containsExactly("a.json");
        assertThat(outcome.failed()).isEmpty();
        assertThat(recordings.resolve("a.json")).hasContent("a.json");
        assertThat(first).doesNotExist();
        assertThat(second).doesNotExist();
    }

    @Test
    void keepsFilesThatSomebodyPutIntoAQuarantine() throws IOException {
        Path quarantine = quarantine(pruned, NAME, "a.json");
        Path note = Files.writeString(quarantine.resolve("why.txt"), "because");

        assertThat(restorer.restore(NAME).restored()).containsExactly("a.json");
        assertThat(note).hasContent("because");
    }

    @Test
    void listsQuarantinesByTimeWithoutOtherDirectories() throws IOException {
        quarantine(pruned, "20261123T000000Z", "a.json");
        quarantine(lasting, NAME, "a.json");
        quarantine(lasting, "20261123T000000Z", "a.json");
        Files.createDirectories(pruned.resolve("20261124T000000Z/files"));
        Files.createDirectories(pruned.resolve("20261125T000000Z"));
        Files.writeString(pruned.resolve("20261125T000000Z/manifest.json"), "{}");

        assertThat(restorer.names()).containsExactly(NAME, "20261123T000000Z");
        assertThat(new Restorer(List.of(recordings.resolve("missing"))).names()).isEmpty();
    }

    @Test
    void findsTheQuarantinesOfADirectoryTheLatestFirst() throws IOException {
        Path first = quarantine(pruned, NAME, "a.json");
        Path second = quarantine(pruned, "20261123T000000Z", "b.json");

        assertThat(restorer.of(recordings))
                .containsExactly(
                        new Restorer.Quarantine("20261123T000000Z", NOW, recordings, second.resolve("files")),
                        new Restorer.Quarantine(NAME, NOW, recordings, first.resolve("files")));
        assertThat(restorer.of(recordings.resolve("other"))).isEmpty();
    }

    @Test
    void aQuarantineThatItCannotReadHidesNoOther() throws IOException {
        String before = "20261120T164501Z";
        String after = "20261124T164501Z";
        quarantine(pruned, before, "a.json");
        Files.writeString(quarantine(pruned, NAME, "b.json").resolve("manifest.json"), "{");
        quarantine(lasting, after, "c.json");

        assertThat(restorer.of(recordings))
                .extracting(Restorer.Quarantine::name)
                .containsExactly(after, before);
    }

    @Test
    void refusesAQuarantineThatItCannotRead() throws IOException {
        assertThatThrownBy(() -> restorer.restore("none")).hasMessage("there is no quarantine none");
        Path manifest = quarantine(pruned, NAME, "a.json").resolve("manifest.json");
        String valid = Files.readString(manifest);

        Files.writeString(manifest, "no JSON");
        assertThatThrownBy(() -> restorer.restore(NAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("manifest.json is not JSON: ");
        for (String other : List.of(valid.replace("recorder-quarantine", "x"), valid.replace("\"2.0\"", "\"3.0\""))) {
            Files.writeString(manifest, other);
            assertThatThrownBy(() -> restorer.restore(NAME))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("is no manifest that this version reads");
        }
        Files.writeString(manifest, valid.replace(NOW.toString(), "yesterday"));
        assertThatThrownBy(() -> restorer.restore(NAME))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("does not say when it was written");
        assertThat(manifest.resolveSibling("files/a.json")).hasContent("a.json");
    }

    @Test
    void aManifestIsReadAsItWasWrittenAlsoWhereBothWereCopiedTo() throws IOException {
        Path quarantine = quarantine(pruned, NAME, "a.json");
        QuarantineManifest written = QuarantineManifest.read(quarantine);
        Path copy = Files.createDirectories(temporary.toRealPath().resolve("copy/pruned/" + NAME));
        Files.copy(quarantine.resolve("manifest.json"), copy.resolve("manifest.json"));

        assertThat(written)
                .isEqualTo(new QuarantineManifest(
                        NOW,
                        recordings,
                        List.of(new QuarantineManifest.Entry(
                                "a.json",
                                RecordingFingerprint.of(quarantine.resolve("files/a.json")),
                                "acme.AIT#a",
                                "unused",
                                "its test did not request it"))));
        assertThat(QuarantineManifest.read(copy))
                .isEqualTo(new QuarantineManifest(
                        NOW, temporary.toRealPath().resolve("copy/recordings"), written.entries()));
    }
}
