package io.github.recorder.prune;

import io.github.recorder.ledger.CiJob;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.UnreadableLedgerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledgers that the user names, usually those of the jobs of a CI. Only what identifies their runs is in memory.
 *
 * @param files the files
 * @param heads each run once
 * @param torn files without a whole first line, so that nothing is known of their runs
 */
record JobLedgers(Collection<Path> files, List<LedgerHead> heads, List<Path> torn) {

    /** No ledgers. */
    static final JobLedgers NONE = new JobLedgers(List.of(), List.of(), List.of());

    /**
     * Reads the heads of files.
     *
     * @throws UnreadableLedgerException if any cannot be read
     */
    static JobLedgers read(Collection<Path> files) throws UnreadableLedgerException {
        Map<String, LedgerHead> byRun = new TreeMap<>(); // A ledger may be found in two places.
        List<Path> torn = new ArrayList<>();
        Map<Map<String, String>, Map<String, String>> classes = new HashMap<>();
        for (Path file : files) {
            LedgerHead head = LedgerReader.head(file);
            if (head == null) {
                torn.add(file);
            } else {
                byRun.merge(head.header().run(), sharing(classes, head), (one, other) -> one.ended() ? one : other);
            }
        }
        return new JobLedgers(List.copyOf(files), List.copyOf(byRun.values()), List.copyOf(torn));
    }

    /** Returns a head that shares the digests of its classes, which are many, with others of the same code. */
    private static LedgerHead sharing(Map<Map<String, String>, Map<String, String>> known, LedgerHead head) {
        LedgerEvent.CodeState code = head.code();
        if (code == null) {
            return head;
        }
        Map<String, String> classes = known.computeIfAbsent(code.classes(), same -> same);
        LedgerEvent.CodeState shared = new LedgerEvent.CodeState(
                code.tree(), code.testClasses(), classes, code.edited(), code.commit(), code.uncommitted());
        return new LedgerHead(head.file(), head.header(), shared, head.ended());
    }

    /** Returns a sentence on each file that cannot be read. All of them are read. */
    static List<String> problems(Collection<Path> files) {
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                LedgerReader.scan(file, event -> {});
            } catch (UnreadableLedgerException problem) {
                problems.add(String.valueOf(problem.getMessage()));
            }
        }
        return problems;
    }

    /** Returns the number of the last try of each job, by its name. */
    static Map<String, Long> lastAttempts(Collection<LedgerHead> heads) {
        Map<String, Long> last = new HashMap<>();
        for (LedgerHead head : heads) {
            CiJob job = head.header().job();
            if (job != null) {
                last.merge(job.name(), job.attempt(), Math::max);
            }
        }
        return last;
    }
}
