package io.github.recorder.prune;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.CiJob;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.lifecycle.ScriptedBuild;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Prunes by the ledgers of many jobs, and says how much time it takes with the memory that it is given. Not a test: run
 * its {@code main} with the test class path and a small {@code -Xmx}. Arguments: jobs (200), events of each (50000),
 * recordings (100000), a directory for all files, 3 GB of them. If the directory has the files of a run with the same
 * arguments, they are used again.
 */
final class ShardedPruneBenchmark {

    private static final int PER_TEST = 10;
    private static final int TESTS_PER_CLASS = 100;
    /** A test begins, is served its recordings, and ends. */
    private static final int EVENTS_PER_TEST = PER_TEST + 2;

    private ShardedPruneBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50_000;
        int recordings = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000;
        Path directory = arguments.length > 3 ? Path.of(arguments[3]) : Files.createTempDirectory("sharded-benchmark");
        PrintStream out = System.out;
        Path ledgers = directory.resolve("ledgers");
        Path whole = directory.resolve("whole");
        ScriptedBuild build = new ScriptedBuild(Files.createDirectories(directory.resolve("build")));
        ScriptedBuild.Module app = build.module("app");
        if (!Files.exists(whole)) {
            write(app, ledgers, jobs, events, recordings);
            Files.createFile(whole);
        }
        long bytes = size(ledgers);
        double cpuBefore = cpuSeconds();
        long start = System.nanoTime();
        PruneRequest request = app.request(
                new PrunePlanner.PlanOptions(false, List.of(), Set.of()),
                PruneOutcome.Kind.DRY_RUN,
                Set.of(),
                List.of(ledgers.toString()));
        PruneResult result = PruneService.run(request);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                "%d jobs, %d events each, %d recordings, %d MiB of ledgers%n", jobs, events, recordings, bytes >> 20);
        out.printf(
                "prune, dry run: %.1f s, %.1f s of CPU, -Xmx %d MiB%n",
                seconds, cpuSeconds() - cpuBefore, Runtime.getRuntime().maxMemory() >> 20);
        if (result instanceof PruneResult.Judged judged) {
            judged.report().lines().stream().limit(4).forEach(out::println);
        } else {
            out.println(result);
        }
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    /** Each hundredth recording belongs to a test that is gone. */
    private static void write(ScriptedBuild.Module app, Path ledgers, int jobs, int events, int recordings)
            throws IOException {
        for (int type = 0; type * PER_TEST * TESTS_PER_CLASS < recordings; type++) {
            String[] methods = new String[TESTS_PER_CLASS];
            for (int i = 0; i < methods.length; i++) {
                methods[i] = "m" + i;
            }
            app.testClass("acme.T" + type + "IT", methods);
        }
        for (int i = 0; i < recordings; i++) {
            app.recording(path(i), i % 100 == 0 ? "acme.GoneIT#gone" : test(i / PER_TEST), "question " + i);
        }
        // The first run reads the directory; the others start with what its ledger says.
        ScriptedBuild.Run first = app.job("1/" + jobs, 1, "-Dit.test=some").ends();
        Ledger read = ledger(first.ledger().file());
        Files.delete(read.file());
        List<LedgerEvent.Inventory.Item> present = read.present().entrySet().stream()
                .map(each -> new LedgerEvent.Inventory.Item(each.getKey(), each.getValue()))
                .toList();
        int tests = recordings / PER_TEST;
        int perJob = events / EVENTS_PER_TEST;
        for (int job = 0; job < jobs; job++) {
            try (LedgerWriter ledger =
                    LedgerWriter.create(ledgers, header(read.header(), job + 1 + "/" + jobs), warning -> {})) {
                ledger.code(read.code());
                ledger.present(present);
                ledger.executionStarted(new LedgerEvent.Execution(ScriptedBuild.EXECUTION, false, Map.of(), List.of()));
                for (int i = 0; i < perJob; i++) {
                    int test = (int) (((long) job * tests / jobs + i) % tests);
                    ledger.testStarted("1", test(test));
                    for (int each = test * PER_TEST; each < (test + 1) * PER_TEST; each++) {
                        if (each % 100 != 0) {
                            ledger.served(test(test), AttributionConfidence.EXACT, List.of(path(each)));
                        }
                    }
                    ledger.testFinished("1", test(test), TestStatus.PASSED);
                }
            }
        }
    }

    private static Ledger ledger(Path file) throws IOException {
        try {
            return Objects.requireNonNull(LedgerReader.read(file));
        } catch (UnreadableLedgerException impossible) {
            throw new IOException(impossible);
        }
    }

    private static RunHeader header(RunHeader first, String job) {
        return new RunHeader(
                "run-" + job.replace('/', '-'),
                first.plugin(),
                first.goal(),
                first.module(),
                first.basedir(),
                first.recordings(),
                first.recordingsFromRoot(),
                first.buildStarted(),
                first.started(),
                first.mode(),
                first.isolation(),
                first.filters(),
                first.reach(),
                new CiJob(job, 1),
                first.executions(),
                first.reactor(),
                first.comparison(),
                first.details());
    }

    private static String path(int i) {
        return "acme.T" + i / 1000 + "IT/" + i + ".json";
    }

    private static String test(int i) {
        return "acme.T" + i / TESTS_PER_CLASS + "IT#m" + i % TESTS_PER_CLASS;
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.sorted(Comparator.naturalOrder())
                    .filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
