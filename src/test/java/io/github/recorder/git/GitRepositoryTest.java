package io.github.recorder.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitRepositoryTest {

    @TempDir
    private Path parent;

    private Path directory;

    @BeforeEach
    void makeARepository() throws Exception {
        directory = Files.createDirectories(parent.toRealPath().resolve("app"));
        write("src/Main.java", "one");
        write("src/Other.java", "other");
        write(".gitignore", "target/\n");
        write("target/built.txt", "built");
        git(directory, "init", "-q");
        commit(directory);
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void commit(Path repository) throws IOException {
        GitCommands.commit(repository);
    }

    private static void git(Path repository, String... arguments) throws IOException {
        GitCommands.run(repository, arguments);
    }

    private GitRepository repository() {
        return GitRepository.of(directory).orElseThrow();
    }

    private Map<String, String> files() throws IOException {
        return repository().files(file -> true);
    }

    @Test
    void namesTheFilesThatItDoesNotIgnore() throws Exception {
        write("new.txt", "new");

        assertThat(files()).containsOnlyKeys(".gitignore", "new.txt", "src/Main.java", "src/Other.java");
    }

    @Test
    void givesAFileTheSameDigestBeforeAndAfterItIsCommitted() throws Exception {
        write("src/Main.java", "two");
        write("new.txt", "new");
        Map<String, String> before = files();
        commit(directory);

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void leavesOutADeletedFile() throws Exception {
        Files.delete(directory.resolve("src/Main.java"));

        assertThat(files()).doesNotContainKey("src/Main.java");
    }

    @Test
    void seesEditsThatItWasToldToOverlook() throws Exception {
        git(directory, "update-index", "--skip-worktree", "src/Main.java");
        git(directory, "update-index", "--assume-unchanged", "src/Other.java");
        Map<String, String> before = files();
        write("src/Main.java", "edited");
        write("src/Other.java", "edited");

        assertThat(files().get("src/Main.java")).isNotEqualTo(before.get("src/Main.java"));
        assertThat(files().get("src/Other.java")).isNotEqualTo(before.get("src/Other.java"));
    }

    @Test
    void seesEditsInASubmodule() throws Exception {
        Path prompts = Files.createDirectories(parent.toRealPath().resolve("prompts"));
        Files.writeString(prompts.resolve("prompt.txt"), "one");
        git(prompts, "init", "-q");
        commit(prompts);
        git(directory, "submodule", "--quiet", "add", prompts.toString(), "prompts");
        commit(directory);
        Map<String, String> before = files();
        write("prompts/prompt.txt", "two");

        assertThat(files().keySet()).isEqualTo(before.keySet()).contains("prompts/prompt.txt");
        assertThat(files().get("prompts/prompt.txt")).isNotEqualTo(before.get("prompts/prompt.txt"));
    }

    @Test
    void seesEditsInARepositoryInTheTree() throws Exception {
        write("nested/prompt.txt", "one");
        git(directory.resolve("nested"), "init", "-q");
        Map<String, String> before = files();
        write("nested/prompt.txt", "two");

        assertThat(before).containsKey("nested/prompt.txt");
        assertThat(files()).isNotEqualTo(before);
    }

    @Test
    void readsThroughALinkToAFileAndFollowsNoneToADirectory() throws Exception {
        Path elsewhere = Files.writeString(parent.resolve("prompt.txt"), "one");
        Files.createSymbolicLink(directory.resolve("prompt.txt"), elsewhere);
        Files.createSymbolicLink(directory.resolve("all"), directory);
        commit(directory);
        Map<String, String> before = files();
        Files.writeString(elsewhere, "two");

        assertThat(files().get("prompt.txt")).isNotEqualTo(before.get("prompt.txt"));
        assertThat(before.keySet()).noneMatch(path -> path.startsWith("all"));
    }

    @Test
    void restoresOnlyWhatIsCommittedAsItIs() throws Exception {
        write("src/Other.java", "edited");
        git(directory, "update-index", "--assume-unchanged", "src/Other.java");
        write("src/New.java", "new");
        git(directory, "add", "src/New.java");

        assertThat(repository().restorable(directory.resolve("src"), Set.of("Main.java", "Other.java", "New.java")))
                .containsExactly("Main.java");
    }

    @Test
    void namesTheCommandThatBringsADeletedFileBack() throws Exception {
        git(directory, "rm", "-q", "src/Main.java");
        commit(directory);
        GitRepository.DeletedFile deleted =
                repository().deleted(directory.resolve("src"), "Main.java").orElseThrow();

        assertThat(deleted.path()).isEqualTo("src/Main.java");
        assertThat(deleted.when()).isNotEmpty();
        String[] words = deleted.command().replace("'", "").split(" ", -1);
        assertThat(words[0]).isEqualTo("git");
        git(directory, List.of(words).subList(1, words.length).toArray(String[]::new));
        assertThat(directory.resolve("src/Main.java")).hasContent("one");
    }

    @Test
    void namesNoFileThatIsThere() {
        assertThat(repository().deleted(directory.resolve("src"), "Main.java")).isEmpty();
    }

    @Test
    void knowsWhichMethodsWereDeclaredWhenAFileWasAdded() throws Exception {
        write("test/ChatIT.java", "@Test void first() {}\n@Test void second() { third(); }\n");
        write("test/ChatIT.kt", "@Test fun `first (one)`() {}\n@Test fun second() {}\n");
        write("recordings/a.json", "{}");
        commit(directory);
        write("test/ChatIT.java", "void second()");
        commit(directory);
        String added = repository()
                .history(directory.resolve("recordings"))
                .flatMap(history -> history.addedBy("a.json"))
                .orElseThrow();

        assertThat(repository().declaredTogether(added, "ChatIT.java", List.of("first", "second")))
                .isTrue();
        assertThat(repository().declaredTogether(added, "ChatIT.java", List.of("first", "third")))
                .isFalse();
        assertThat(repository().declaredTogether(added, "ChatIT.kt", List.of("first (one)", "second")))
                .isTrue();
    }

    @Test
    void isNoneInAnIgnoredDirectoryAndOutside() {
        assertThat(GitRepository.of(directory.resolve("target"))).isEmpty();
        assertThat(GitRepository.of(parent)).isEmpty();
    }

    @Test
    void filesThatCameWithOneCommitAreOfTheSameCode() throws IOException {
        write("recordings/a/one.json", "1");
        write("recordings/two.json", "2");
        commit(directory);

        assertThat(history().areOfSameCode("a/one.json", "two.json")).isTrue();
        assertThat(history().areOfSameCode("two.json", "a/one.json")).isTrue();
    }

    @Test
    void filesWithAChangeOfTheCodeBetweenThemAreNot() throws IOException {
        write("recordings/one.json", "1");
        commit(directory);
        write("src/Main.java", "two");
        write("recordings/two.json", "2");
        assertThat(history().areOfSameCode("one.json", "two.json")).isFalse();
        commit(directory);

        assertThat(history().areOfSameCode("one.json", "two.json")).isFalse();
        // The first came later, so the second cannot be in its place.
        assertThat(history().areOfSameCode("two.json", "one.json")).isTrue();
    }

    @Test
    void filesWithoutAChangeOfTheCodeBetweenThemAre() throws IOException {
        write("recordings/one.json", "1");
        commit(directory);
        write("recordings/two.json", "2");
        assertThat(history().areOfSameCode("one.json", "two.json")).isTrue();
        write("src/New.java", "new");
        assertThat(history().areOfSameCode("one.json", "two.json")).isFalse();
        Files.delete(directory.resolve("src/New.java"));
        commit(directory);
        write("src/Main.java", "two");
        commit(directory);

        assertThat(history().areOfSameCode("one.json", "two.json")).isTrue();
    }

    @Test
    void aFileThatWasRecordedAgainLaterIsOfThatCode() throws IOException {
        write("recordings/one.json", "1");
        commit(directory);
        write("src/Main.java", "two");
        write("recordings/two.json", "2");
        commit(directory);
        write("src/Main.java", "three");
        write("recordings/one.json", "1, again");
        commit(directory);

        assertThat(history().areOfSameCode("one.json", "two.json")).isTrue();
    }

    @Test
    void ofAFileThatIsNotCommittedNothingIsKnown() throws IOException {
        write("recordings/one.json", "1");
        commit(directory);
        write("recordings/two.json", "2");

        assertThat(history().areOfSameCode("two.json", "one.json")).isFalse();
        assertThat(FileHistory.unknown().areOfSameCode("one.json", "two.json")).isFalse();
    }

    @Test
    void whatAMergeChangesAndTheFirstCommitAddsIsKnown() throws IOException {
        write("recordings/first.json", "1");
        write("recordings/both.json", "1");
        commit(directory);
        GitCommands.run(directory, "checkout", "-q", "-b", "other");
        write("recordings/other.json", "1");
        commit(directory);
        GitCommands.run(directory, "checkout", "-q", "-");
        write("recordings/own.json", "1");
        commit(directory);
        GitCommands.run(directory, "merge", "-q", "--no-commit", "--no-ff", "other");
        write("recordings/both.json", "2");
        write("recordings/merged.json", "1");
        commit(directory);
        String merge = repository().commit().orElseThrow();
        GitCommands.run(directory, "config", "log.showRoot", "false");
        GitCommands.run(directory, "config", "log.showSignature", "true");
        FileHistory history = history();

        assertThat(history.addedBy("merged.json")).hasValue(merge);
        assertThat(history.addedBy("both.json"))
                .isPresent()
                .isEqualTo(history.addedBy("first.json"))
                .isNotEqualTo(history.addedBy("other.json"));
        assertThat(List.of("first.json", "both.json", "other.json", "own.json", "merged.json"))
                .allSatisfy(path -> assertThat(history.changedAt(path)).isPresent());
    }

    @Test
    void aMovedFileIsAsOldAsItsContent() throws IOException {
        write("recordings/a.json", "a");
        write("recordings/b.json", "b");
        commit(directory, 1000);
        write("recordings/new.json", "new");
        commit(directory, 2000);
        GitCommands.run(directory, "mv", "recordings/a.json", "recordings/c.json");
        commit(directory, 2500);
        GitCommands.run(directory, "mv", "recordings/new.json", "recordings/a.json");
        commit(directory, 3000);
        GitCommands.run(directory, "mv", "recordings/c.json", "recordings/d.json");
        GitCommands.run(directory, "mv", "recordings/b.json", "recordings/e.json");
        write("recordings/e.json", "b, changed when it was moved");
        commit(directory, 4000);

        assertThat(history().changedAt("d.json")).hasValue(Instant.ofEpochSecond(1000));
        assertThat(history().changedAt("a.json")).hasValue(Instant.ofEpochSecond(2000));
        assertThat(history().changedAt("e.json")).hasValue(Instant.ofEpochSecond(4000));
        // What a test needs is judged by the file's own name.
        assertThat(history().addedBy("d.json")).isEqualTo(repository().commit());
    }

    @Test
    void movedDirectoriesAreFollowed() throws IOException {
        write("one/old/x/a.json", "a");
        commit(directory, 1000);
        write("one/old/x/b.json", "b");
        commit(directory, 2000);
        Files.createDirectories(directory.resolve("two"));
        GitCommands.run(directory, "mv", "one/old", "two/old");
        write("unrelated", "1");
        commit(directory, 3000);
        GitCommands.run(directory, "mv", "two/old", "recordings");
        commit(directory, 4000);

        assertThat(history().changedAt("x/a.json")).hasValue(Instant.ofEpochSecond(1000));
        assertThat(history().changedAt("x/b.json")).hasValue(Instant.ofEpochSecond(2000));
    }

    private static void commit(Path repository, long seconds) throws IOException {
        GitCommands.run(repository, "add", "-A", ".");
        GitCommands.run(repository, "commit", "-q", "-m", "some", "--date", "@" + seconds + " +0000");
    }

    private FileHistory history() {
        return repository().history(directory.resolve("recordings")).orElseThrow();
    }
}
