package io.github.recorder.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the digest of a module's code, so that it can be told whether a ledger is of this code: of the sources, because who edits a
 * test does not always compile it before pruning, and of the compiled tests, because they are what ran.
 */
public final class CodeFingerprint {

    /** What stands for a digest where there is nothing to take it of. */
    public static final String ABSENT = "";

    /** More files than this are not named. */
    private static final int MOST_EDITED = 20;

    private CodeFingerprint() {}

    /**
     * What to look at.
     *
     * @param basedir the module's directory, which paths are relative to
     * @param sources files and directories with tests, resources and what else decides what tests ask; may be missing
     * @param testClasses the directory of the compiled tests; may be missing
     * @param recordings the recordings directory, which is no code even where it lies among the sources
     */
    public record Scope(Path basedir, List<Path> sources, Path testClasses, Path recordings) {}

    /**
     * Reads the code.
     *
     * @param buildStarted files that changed at this time or later are named as edited; {@link Instant#MAX} for none
     */
    public static LedgerEvent.CodeState of(Scope scope, Instant buildStarted) throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        List<String> edited = new ArrayList<>();
        for (Path root : scope.sources()) {
            if (Files.exists(root)) {
                walk(scope, root, buildStarted, sources, edited);
            }
        }
        Map<String, Path> compiled = new TreeMap<>();
        List<Path> classFiles = new ArrayList<>();
        if (Files.isDirectory(scope.testClasses())) {
            Files.walkFileTree(scope.testClasses(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".class")) {
                        compiled.put(relative(scope.testClasses(), file), file);
                        classFiles.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        edited.sort(null);
        return new LedgerEvent.CodeState(
                digest(sources),
                digest(compiled),
                TestClassScan.classesWithTests(classFiles),
                List.copyOf(edited.subList(0, Math.min(edited.size(), MOST_EDITED))));
    }

    private static void walk(
            Scope scope, Path root, Instant buildStarted, Map<String, Path> sources, List<String> edited)
            throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(scope.recordings()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = relative(scope.basedir(), file);
                sources.put(path, file);
                if (!attributes.lastModifiedTime().toInstant().isBefore(buildStarted)) {
                    edited.add(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String digest(Map<String, Path> files) throws IOException {
        if (files.isEmpty()) {
            return ABSENT;
        }
        MessageDigest sha = Sha256.start();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            MessageDigest content = Sha256.start();
            if (Files.isRegularFile(file.getValue())) {
                content.update(Files.readAllBytes(file.getValue()));
            }
            sha.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(content.digest());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static String relative(Path base, Path file) {
        return base.relativize(file).toString().replace('\\', '/');
    }
}
