package io.github.recorder.lifecycle;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.TestStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first miss of each test. An application often swallows it and fails at a later request, so it is the likely cause
 * of the test's failure.
 */
final class FirstMisses {

    /** The maximum number of tests in a summary. */
    private static final int MOST_TESTS = 10;

    private FirstMisses() {}

    /** Returns a sentence for each test with a miss, in the order of the misses. */
    static List<String> sentences(Ledger ledger) {
        Map<String, String> first = new LinkedHashMap<>();
        for (LedgerEvent.Missed miss : ledger.events(LedgerEvent.Missed.class)) {
            String test = miss.test();
            if (test != null) {
                first.putIfAbsent(test, miss.text());
            }
        }
        Set<String> failed = ledger.events(LedgerEvent.TestFinished.class).stream()
                .filter(test -> test.status() == TestStatus.FAILED)
                .map(LedgerEvent.TestFinished::test)
                .collect(Collectors.toSet());
        List<String> sentences = new ArrayList<>();
        first.forEach((test, text) -> {
            if (sentences.size() < MOST_TESTS) {
                sentences.add((failed.contains(test) ? "Likely cause of the failure of " : "First miss of ") + test
                        + ": " + text.replace(" of test " + test + " (", " ("));
            }
        });
        if (first.size() > MOST_TESTS) {
            sentences.add((first.size() - MOST_TESTS) + " more tests missed recordings");
        }
        return sentences;
    }
}
