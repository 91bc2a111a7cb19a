package io.github.recorder.prune;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.lifecycle.ScriptedBuild;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares pruning a large directory with listing it and reading the first 4 KiB of each file, the least that a program
 * has to do to look at the files. Not a test: run its {@code main} with the test class path. Arguments: the number of
 * recordings (100000), and how many of a hundred are stale (10).
 */
final class PruneBenchmark {

    private static final int HEAD_BYTES = 4096;
    private static final int ROUNDS = 5;
    private static final int PER_TEST = 10;

    private PruneBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int recordings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int stalePercent = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        PrintStream out = System.out;
        Path directory = Files.createTempDirectory("prune-benchmark");
        ScriptedBuild build = new ScriptedBuild(directory);
        ScriptedBuild.Module app = build.module("app").testClass("acme.AIT");
        String filler = "x".repeat(3000);
        for (int i = 0; i < recordings; i++) {
            app.recording(path(i), test(i), "question " + i + " " + filler);
        }
        ScriptedBuild.Run run = app.run();
        for (int i = 0; i < recordings; i++) {
            if (i % PER_TEST == 0) {
                run.passes(test(i));
            }
            if (i % 10 >= stalePercent / 10) {
                run.ledger().served(test(i), AttributionConfidence.EXACT, List.of(path(i)));
            }
        }
        run.ends();
        double[] heads = new double[ROUNDS];
        double[] prunes = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            heads[round] = seconds(() -> readHeads(app.recordings()));
            prunes[round] = seconds(() -> prune(app, PruneOutcome.Kind.DRY_RUN));
        }
        double head = median(heads);
        double dry = median(prunes);
        out.printf("%d recordings, %d%% stale, median of %d rounds%n", recordings, stalePercent, ROUNDS);
        out.printf("list and read 4 KiB of each: %.2f s %s%n", head, Arrays.toString(heads));
        out.printf("prune, dry run:              %.2f s %s, ratio %.2f%n", dry, Arrays.toString(prunes), dry / head);
        double real = seconds(() -> prune(app, PruneOutcome.Kind.QUARANTINE));
        out.printf("prune, to quarantine:        %.2f s, ratio %.2f%n", real, real / head);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String path(int i) {
        return "acme.T" + i / 1000 + "/" + i + ".json";
    }

    private static String test(int i) {
        return "acme.T" + i / 1000 + "#m" + i / PER_TEST;
    }

    private static void prune(ScriptedBuild.Module app, PruneOutcome.Kind action) throws IOException {
        PruneService.run(app.request(new PrunePlanner.PlanOptions(false, List.of(), Set.of()), action));
    }

    private static void readHeads(Path directory) throws IOException {
        byte[] buffer = new byte[HEAD_BYTES];
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    in.readNBytes(buffer, 0, HEAD_BYTES);
                }
            }
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return Math.round((System.nanoTime() - start) / 1e7) / 100.0;
    }

    private interface Work {
        void run() throws Exception;
    }
}
