package io.github.recorder.lifecycle;

import io.github.recorder.attribution.RunToken;
import io.github.recorder.attribution.TestJvmSessions;
import io.github.recorder.git.GitCommands;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.CiJob;
import io.github.recorder.ledger.DeclaredExecution;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerLocator;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingsPath;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.prune.PrunePlanner;
import io.github.recorder.prune.PruneRequest;
import io.github.recorder.prune.PruneResult;
import io.github.recorder.prune.PruneService;
import io.github.recorder.prune.Verdict;
import io.github.recorder.rekey.TestRenames;
import io.github.recorder.store.RecordingArchive;
import io.github.recorder.store.RecordingLayer;
import io.github.recorder.store.RecordingStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A build on a real disk whose test runs are scripted: sources, compiled tests, recordings, ledgers and reports are
 * files, written by the code that writes them in a build; only the tests themselves are played.
 */
public final class ScriptedBuild {

    public static final String EXECUTION = "failsafe:integration-test@default";

    private static final String OTHER_EXECUTION = "failsafe:integration-test@other";

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Path root;
    private final Map<String, Module> modules = new LinkedHashMap<>();
    // Each run starts later than the one before, all of them later than the files were made.
    private RequestParsingOptions reading = RequestParsingOptions.DEFAULT;
    private List<ArtifactFile> artifacts = List.of();
    private String isolation = "prefer";
    private Instant clock = Instant.now().minus(Duration.ofMinutes(30));

    public ScriptedBuild(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    public Path root() {
        return root;
    }

    /** Sets the user's own rule for the runs from now on: text that does not count. */
    public void ignoresText(String expression) {
        reading = new RequestParsingOptions(
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                new MatchingConfig(List.of(), List.of(new MatchingConfig.Replacement(expression, null)), List.of()));
    }

    /** Commits all files that git does not ignore, into a repository that is made if there is none. */
    public void commit() throws IOException {
        if (!Files.isDirectory(root.resolve(".git"))) {
            GitCommands.run(root, "init", "-q");
        }
        GitCommands.commit(root);
    }

    /** Returns the reason for each recording that was judged, by its path. */
    public static Map<String, Verdict.Reason> reasons(PruneResult.Judged result) {
        return result.plan().verdicts().stream().collect(Collectors.toMap(Verdict::path, Verdict::reason));
    }

    /** Returns a module with a recordings directory of its own. */
    public Module module(String name) {
        return module(name, root.resolve(name).resolve("src/test/recordings"));
    }

    public Module module(String name, Path recordings) {
        Module module = new Module(name, recordings);
        modules.put(name, module);
        module.source("pom.xml", "<project/>");
        return module;
    }

    public BuildLayout layout() {
        return new BuildLayout(
                root,
                modules.values().stream().map(Module::project).toList(),
                modules.values().stream()
                        .map(each -> each.project().testClasses())
                        .toList());
    }

    /** Sets the isolation of the runs from now on. */
    public void isolation(String mode) {
        isolation = mode;
    }

    /** Sets the artifacts below the recordings directories from now on, the uppermost first. */
    public void artifacts(ArtifactFile... files) {
        artifacts = List.of(files);
    }

    private List<RecordingArchive> archives() {
        try {
            return ArtifactLayers.open(artifacts);
        } catch (InvalidConfigurationException problem) {
            throw new IllegalStateException(problem);
        }
    }

    /** Returns a jar with a test class. */
    public Path jar(String name, String testClass, String... methods) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(content)) {
            out.putNextEntry(new JarEntry(testClass.replace('.', '/') + ".class"));
            out.write(classFile(testClass, methods));
        }
        Path jar = root.resolve(name);
        write(jar, content.toByteArray());
        return jar;
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(AN_HOUR)));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Returns a class file with test methods, named alone or with their descriptors, that the test frameworks know. */
    private static ClassWriter classWriter(String name, String superclass) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, superclass, null);
        return type;
    }

    private static byte[] classFile(String name, String... methods) {
        ClassWriter type = classWriter(name, "java/lang/Object");
        for (String method : methods) {
            int parameters = method.indexOf('(');
            String plain = parameters < 0 ? method : method.substring(0, parameters);
            String descriptor = parameters < 0 ? "()V" : method.substring(parameters);
            MethodVisitor test = type.visitMethod(Opcodes.ACC_PUBLIC, plain, descriptor, null, null);
            test.visitAnnotation("Lorg/junit/jupiter/api/Test;", true).visitEnd();
        }
        return type.toByteArray();
    }

    /** A module of the build. */
    public final class Module {

        private final String name;
        private final Path basedir;
        private final Path recordings;
        private final List<String> ofOthers = new ArrayList<>();

        private Module(String name, Path recordings) {
            this.name = name;
            this.basedir = root.resolve(name);
            this.recordings = recordings;
        }

        public String id() {
            return "acme:" + name;
        }

        public Path recordings() {
            return recordings;
        }

        public Path ledgers() {
            return project().ledgers();
        }

        /** Reads the ledgers of the module's runs, the earliest first. */
        public List<Ledger> readLedgers() throws IOException, UnreadableLedgerException {
            List<Ledger> read = new ArrayList<>();
            for (Path file : LedgerLocator.in(ledgers())) {
                Ledger ledger = LedgerReader.read(file);
                if (ledger != null) {
                    read.add(ledger);
                }
            }
            return read;
        }

        public ProjectModule project() {
            return new ProjectModule(
                    id(),
                    basedir,
                    basedir.resolve("target"),
                    basedir.resolve("target/test-classes"),
                    recordings,
                    List.of(
                            new DeclaredExecution(EXECUTION, List.of("**/*IT.java"), List.copyOf(ofOthers)),
                            new DeclaredExecution(OTHER_EXECUTION, List.copyOf(ofOthers), List.of())));
        }

        /** Has the classes of a pattern run by another execution, between another start and stop. */
        public void runsElsewhere(String pattern) {
            ofOthers.add(pattern);
        }

        public void source(String path, String content) {
            write(basedir.resolve(path), content.getBytes(StandardCharsets.UTF_8));
        }

        public Module testClass(String name, String... methods) {
            source(
                    "src/test/java/" + name.replace('.', '/') + ".java",
                    "class " + name + " " + String.join(" ", methods));
            write(
                    basedir.resolve("target/test-classes/" + name.replace('.', '/') + ".class"),
                    classFile(name, methods));
            return this;
        }

        /** Adds a nested class with tests to a test class that is there already. */
        public void nestedTestClass(String outer, String name, String... methods) {
            ClassWriter type = new ClassWriter(0);
            type.visit(
                    Opcodes.V1_8,
                    Opcodes.ACC_PUBLIC,
                    outer.replace('.', '/') + "$" + name,
                    null,
                    "java/lang/Object",
                    null);
            type.visitAnnotation("Lorg/junit/jupiter/api/Nested;", true).visitEnd();
            for (String method : methods) {
                type.visitMethod(Opcodes.ACC_PUBLIC, method, "()V", null, null)
                        .visitAnnotation("Lorg/junit/jupiter/api/Test;", true)
                        .visitEnd();
            }
            write(
                    basedir.resolve("target/test-classes/" + outer.replace('.', '/') + "$" + name + ".class"),
                    type.toByteArray());
        }

        /** Adds a nested class that reads the environment to a test class. */
        public void readsEnvironment(String outer) {
            String name = outer.replace('.', '/') + "$Settings";
            ClassWriter type = new ClassWriter(0);
            type.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
            MethodVisitor method = type.visitMethod(Opcodes.ACC_STATIC, "all", "()Ljava/util/Map;", null, null);
            method.visitCode();
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "getenv", "()Ljava/util/Map;", false);
            method.visitInsn(Opcodes.ARETURN);
            method.visitMaxs(1, 0);
            method.visitEnd();
            write(basedir.resolve("target/test-classes/" + name + ".class"), type.toByteArray());
        }

        /** Puts a suite there that runs only tests of some tags. */
        public Module suiteOfTags(String name) {
            source("src/test/java/" + name.replace('.', '/') + ".java", "suite " + name);
            ClassWriter type = classWriter(name, "java/lang/Object");
            type.visitAnnotation("Lorg/junit/platform/suite/api/Suite;", true).visitEnd();
            type.visitAnnotation("Lorg/junit/platform/suite/api/IncludeTags;", true)
                    .visitEnd();
            write(basedir.resolve("target/test-classes/" + name.replace('.', '/') + ".class"), type.toByteArray());
            return this;
        }

        /** Puts a test class there that has only the tests of its superclass, which is in a library. */
        public Module testClassOfLibrary(String name, String superclass) {
            source("src/test/java/" + name.replace('.', '/') + ".java", "class " + name + " extends " + superclass);
            write(
                    basedir.resolve("target/test-classes/" + name.replace('.', '/') + ".class"),
                    classWriter(name, superclass.replace('.', '/')).toByteArray());
            return this;
        }

        public void removeTestClass(String name) throws IOException {
            Files.delete(basedir.resolve("src/test/java/" + name.replace('.', '/') + ".java"));
            Files.delete(basedir.resolve("target/test-classes/" + name.replace('.', '/') + ".class"));
        }

        /** Puts a recording of a chat there. */
        public Module recording(String path, @Nullable String test, String prompt) {
            return recording(path, test, "/v1/chat/completions", """
                    {"model": "m", "messages": [{"role": "user", "content": "%s"}]}""".formatted(prompt));
        }

        /** Puts a recording of any request there. */
        public Module recording(String path, @Nullable String test, String endpoint, String body) {
            String id = test == null ? "null" : "\"" + test + "\"";
            String text = """
                {
                  "test_id": %s,
                  "request": {
                    "method": "POST",
                    "url": "https://api.example.com/v1%s",
                    "headers": {},
                    "body": %s,
                    "endpoint": "%s",
                    "model": "m"
                  },
                  "response": {"body": {}, "is_streaming": false}
                }
                """.formatted(id, endpoint, body, endpoint);
            write(recordings.resolve(path), text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** Returns the files below the recordings directory. */
        public Set<String> files() throws IOException {
            if (!Files.isDirectory(recordings)) {
                return Set.of();
            }
            try (var found = Files.walk(recordings)) {
                return new TreeSet<>(found.filter(file -> !Files.isDirectory(file))
                        .map(file -> recordings.relativize(file).toString())
                        .toList());
            }
        }

        public Run run(String... filters) {
            FilterReach reach = filters.length == 0 ? FilterReach.NOTHING : FilterReach.CLASSES;
            return new Run(this, RunHeader.START, RunHeader.REPLAY, Arrays.asList(filters), reach, null);
        }

        /** A run of a job of a CI whose filters leave out whole classes. */
        public Run job(String job, long attempt, String... filters) {
            return job(job, attempt, filters.length == 0 ? FilterReach.NOTHING : FilterReach.CLASSES, filters);
        }

        /** A run of a job of a CI whose filters leave out parts of a kind. */
        public Run job(String job, long attempt, FilterReach reach, String... filters) {
            CiJob of = job.isEmpty() ? null : new CiJob(job, attempt);
            return new Run(this, RunHeader.START, RunHeader.REPLAY, Arrays.asList(filters), reach, of);
        }

        public Run runInMode(String mode) {
            return new Run(this, RunHeader.START, mode, List.of(), FilterReach.NOTHING, null);
        }

        /** A run of the goal that serves until it is stopped. */
        public Run runForeground() {
            return new Run(this, RunHeader.RUN, RunHeader.REPLAY, List.of(), FilterReach.NOTHING, null);
        }

        public PruneRequest request() {
            return request(new PrunePlanner.PlanOptions(false, List.of(), Set.of()), PruneOutcome.Kind.QUARANTINE);
        }

        public PruneRequest request(PrunePlanner.PlanOptions options, PruneOutcome.Kind action) {
            return request(options, action, Set.of(), List.of());
        }

        public PruneRequest request(
                PrunePlanner.PlanOptions options,
                PruneOutcome.Kind action,
                Set<String> unfinished,
                List<String> moreLedgers) {
            return new PruneRequest(
                    project(),
                    layout(),
                    unfinished,
                    Instant.now(),
                    root,
                    "recordings",
                    artifacts,
                    moreLedgers,
                    options,
                    header -> RunComparison.of(header.comparison()),
                    action,
                    TimedProgress.none());
        }

        public PruneResult prune() throws IOException {
            return PruneService.run(request());
        }

        public PruneResult.Judged judged() throws IOException {
            return (PruneResult.Judged) prune();
        }

        public void clean() throws IOException {
            try (var found = Files.walk(basedir.resolve("target"))) {
                for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A run of a module's tests, which goes on until it is ended or killed. */
    public final class Run {

        private final BuildLayout layout;
        private final LedgerWriter ledger;
        private final LedgerKeeper keeper;
        private final RecordingStore store;

        private Run(
                Module module, String goal, String mode, List<String> filters, FilterReach reach, @Nullable CiJob job) {
            clock = clock.plusSeconds(60);
            RunHeader header;
            try {
                header = new RunHeader(
                        "run-" + clock.toEpochMilli() + "-" + root.getFileName(),
                        "0.1.0",
                        goal,
                        module.id(),
                        module.basedir.toString(),
                        module.recordings.toString(),
                        RecordingsPath.fromRoot(root, module.recordings),
                        clock,
                        clock,
                        mode,
                        isolation,
                        filters,
                        reach,
                        job,
                        goal.equals(RunHeader.START) ? List.of(EXECUTION) : List.of(),
                        layout().modules().stream()
                                .map(each -> new RunHeader.ReactorModule(
                                        each.id(), each.recordings().toString()))
                                .toList(),
                        RunComparison.remembered(reading),
                        List.of(
                                new RunHeader.Detail(
                                        RunHeader.JAVA, Runtime.version().toString()),
                                new RunHeader.Detail(
                                        RunHeader.ARTIFACTS,
                                        artifacts.stream()
                                                .map(ArtifactFile::name)
                                                .collect(Collectors.joining(", ")))));
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
            layout = layout();
            try {
                ledger = LedgerWriter.create(module.project().ledgers(), header, warning -> {});
                store = RecordingStore.open(
                        module.recordings,
                        archives().stream()
                                .map(archive -> new RecordingLayer(archive, null))
                                .toList(),
                        request -> List.of(),
                        null,
                        problem -> {});
                ledger.nameArtifacts(store::artifact);
                store.startIndexing();
                keeper = LedgerKeeper.start(
                        ledger,
                        new LedgerSettings(header, module.project(), layout),
                        store,
                        new TestJvmSessions(),
                        null,
                        RunToken.random(),
                        test -> {},
                        warning -> {});
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
            if (goal.equals(RunHeader.START)) {
                execution("default");
            }
        }

        public LedgerWriter ledger() {
            return ledger;
        }

        public Path root() {
            return root;
        }

        /** Copies the ledger into a folder, which is made, as a CI collects it. */
        public Path copyLedgerTo(Path folder) throws IOException {
            Path file = ledger.file();
            return Files.copy(file, Files.createDirectories(folder).resolve(file.getFileName()));
        }

        /** Returns the tests that the summary of the run, which has ended, takes for renamed. */
        public TestRenames renamed() {
            return TestRenames.of(ledger, store, layout);
        }

        /** Begins an execution of a test plugin. */
        public Run execution(String id) {
            ledger.executionStarted(
                    new LedgerEvent.Execution("failsafe:integration-test@" + id, false, Map.of(), List.of()));
            return this;
        }

        /** Begins the execution again, with jars in which it looks for tests. */
        public Run scans(Path jar) {
            ledger.executionStarted(new LedgerEvent.Execution(EXECUTION, false, Map.of(), List.of(jar.toString())));
            return this;
        }

        /** Begins the execution again, with a SNAPSHOT jar on its class path. */
        public Run uses(String jar, String digest) {
            ledger.executionStarted(new LedgerEvent.Execution(EXECUTION, false, Map.of(jar, digest), List.of()));
            return this;
        }

        /** Begins an execution that its configuration skips. */
        public Run skippedExecution(String id) {
            ledger.executionStarted(
                    new LedgerEvent.Execution("failsafe:integration-test@" + id, true, Map.of(), List.of()));
            return this;
        }

        /** Plays a test that passes and is answered from recordings. */
        public Run passes(String test, String... recordings) {
            return plays(test, TestStatus.PASSED, recordings);
        }

        public Run plays(String test, TestStatus status, String... recordings) {
            ledger.testStarted("1", test);
            for (String recording : recordings) {
                ledger.served(test, AttributionConfidence.EXACT, List.of(recording));
            }
            ledger.testFinished("1", test, status);
            return this;
        }

        /** Writes recordings of what a test requested. */
        public Run records(String test, String... recordings) {
            for (String recording : recordings) {
                ledger.recorded(test, AttributionConfidence.EXACT, recording);
            }
            return this;
        }

        public Run skips(String test) {
            ledger.testFinished("1", test, TestStatus.SKIPPED);
            return this;
        }

        /** Waits until the ledger has the code, which is read in the background. */
        public void hasReadTheCode() throws Exception {
            while (!Files.readString(ledger.file()).contains("\"event\":\"code\"")) {
                Thread.onSpinWait();
            }
        }

        /** Ends as {@code stop} does; the ledger is complete. */
        public Run ends() {
            keeper.end();
            store.close();
            return this;
        }

        /** Ends as a killed process does: no last line, and half of another one. */
        public Path isKilled() throws Exception {
            keeper.abandon();
            store.close();
            Path file = ledger.file();
            if (file == null) {
                throw new IllegalStateException("a run keeps a ledger");
            }
            Files.writeString(file, "{\"event\":\"served\",\"te", StandardOpenOption.APPEND);
            return file;
        }
    }

    /** Moves the ledgers of a module to where a CI would have collected them, as those of another machine. */
    public static void ship(Module module, Path to, String fromRoot, String elsewhere) throws IOException {
        Files.createDirectories(to);
        List<Path> moved = new ArrayList<>(LedgerLocator.in(module.ledgers()));
        for (Path ledger : moved) {
            String text = Files.readString(ledger).replace(fromRoot, elsewhere);
            Files.writeString(to.resolve(ledger.getFileName()), text);
            Files.delete(ledger);
        }
    }
}
