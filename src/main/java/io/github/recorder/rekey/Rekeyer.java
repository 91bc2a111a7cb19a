package io.github.recorder.rekey;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.TestId;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.recording.RecordingHead;
import io.github.recorder.store.AtomicWriter;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Plans and carries out renames of recordings. Only a file that is named by a hash is renamed to a new hash; a file
 * with another name keeps it unless its test was renamed.
 */
public final class Rekeyer {

    private final RecordingFiles files;
    private final Successors successors;
    private final TimedProgress progress;

    /**
     * Creates a rekeyer.
     *
     * @param progress how far the reading and the renaming are
     */
    Rekeyer(RecordingFiles files, Successors successors, TimedProgress progress) {
        this.progress = progress;
        this.files = files;
        this.successors = successors;
    }

    /** Returns the new name of a renamed test. */
    @FunctionalInterface
    public interface Successors {

        /** Returns the new id of a recording's test; empty if it has not changed. */
        Optional<String> of(String test, String path);
    }

    /** Returns the renames, sorted by path; unreadable files are skipped. */
    public List<RekeyStep> plan() {
        TimedProgress.Step reading = progress.begin(files.paths().size(), "recordings read");
        return files.paths().parallelStream()
                .map(path -> {
                    Optional<RekeyStep> step = planned(path);
                    reading.count();
                    return step;
                })
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<RekeyStep> planned(String path) {
        RecordingHead head;
        try {
            head = files.head(path);
        } catch (IOException | CorruptRecordingException unreadable) {
            return Optional.empty();
        }
        String test = head.testId();
        String successor =
                test == null ? null : successors.of(TestId.ascii(test), path).orElse(null);
        RecordedRequest request = successor == null ? head.request() : withTest(head.request(), successor);
        Optional<String> hash = RequestHash.hash(successor == null ? test : successor, request);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        Optional<String> renamed = RequestHash.renamed(name, hash.get());
        if (successor == null && (renamed.isEmpty() || RequestHash.bears(name, hash.get()))) {
            return Optional.empty();
        }
        String newName = renamed.orElseGet(() -> RequestHash.fileName(hash.get()));
        return Optional.of(new RekeyStep(path, folder(path, test, successor) + newName, test, successor));
    }

    /** Returns the folder with its slash: a recording in its test's folder moves to that of the new test. */
    private static String folder(String path, @Nullable String test, @Nullable String successor) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        if (test == null || successor == null || !TestId.isInDirectoryOf(path, test)) {
            return folder;
        }
        String above =
                folder.substring(0, folder.length() - TestId.directory(test).length() - 1);
        return above + TestId.directory(successor) + "/";
    }

    private static RecordedRequest withTest(RecordedRequest request, String test) {
        if (request instanceof RecordedRequest.Http http) {
            return new RecordedRequest.Http(test, http.url(), http.method(), http.payload());
        }
        return request instanceof RecordedRequest.Tool tool
                ? new RecordedRequest.Tool(test, tool.provider(), tool.toolName(), tool.kwargs())
                : request;
    }

    /**
     * Carries out a plan. Never overwrites a file, and at no moment is a recording without a file.
     *
     * @return a sentence for each recording that could not be renamed, and is unchanged
     */
    public List<String> carryOut(List<RekeyStep> plan) {
        List<String> failed = new ArrayList<>();
        TimedProgress.Step renaming = progress.begin(plan.size(), "recordings renamed");
        for (RekeyStep rekeying : plan) {
            renaming.count();
            try {
                carryOut(rekeying);
            } catch (IOException | CorruptRecordingException problem) {
                failed.add(rekeying.from() + " was not renamed: " + FileFailure.message(problem));
            }
        }
        return failed;
    }

    private void carryOut(RekeyStep rekeying) throws IOException, CorruptRecordingException {
        Path from = files.file(rekeying.from());
        Path to = files.file(rekeying.to());
        if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no plain file");
        }
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS) && !from.equals(to)) {
            throw new IOException("there is a file " + rekeying.to() + " already");
        }
        String newTest = rekeying.newTest();
        if (newTest == null) {
            Path folder = to.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.move(from, to);
            return;
        }
        byte[] content = RecordingCodec.write(rewritten(RecordingCodec.read(Files.readAllBytes(from)), newTest));
        AtomicWriter.write(to, content);
        if (!from.equals(to)) {
            AtomicWriter.delete(from);
        }
    }

    private static ObjectNode rewritten(Recording recording, String newTest) {
        ObjectNode document = recording.document().deepCopy();
        Optional<String> before = RequestHash.hash(recording.testId(), recording.request());
        Optional<String> after = RequestHash.hash(newTest, withTest(recording.request(), newTest));
        document.put("test_id", newTest);
        if (document.get("request") instanceof ObjectNode request && request.has("test_id")) {
            request.put("test_id", newTest);
        }
        if (before.isPresent() && after.isPresent()) {
            replace(document.path("response"), RequestHash.storedId(before.get()), RequestHash.storedId(after.get()));
        }
        return document;
    }

    /** Replaces the stored id of the response, which is derived from the hash. */
    private static void replace(JsonNode node, String before, String after) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isString()
                        && field.getValue().stringValue().equals(before)) {
                    field.setValue(StringNode.valueOf(after));
                } else {
                    replace(field.getValue(), before, after);
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(member -> replace(member, before, after));
        }
    }
}
