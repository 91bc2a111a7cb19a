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
        Map<String, List<String>> misses = new LinkedHashMap<>();
        for (LedgerEvent.Missed miss : ledger.events(LedgerEvent.Missed.class)) {
            String test = miss.test();
            if (test != null) {
                misses.computeIfAbsent(test, first -> new ArrayList<>()).add(miss.text());
            }
        }
        Set<String> failed = ledger.events(LedgerEvent.TestFinished.class).stream()
                .filter(test -> test.status() == TestStatus.FAILED)
                .map(LedgerEvent.TestFinished::test)
                .collect(Collectors.toSet());
        List<String> sentences = new ArrayList<>();
        misses.forEach((test, texts) -> {
            if (sentences.size() < MOST_TESTS) {
                sentences.add((failed.contains(test) ? "Likely cause of the failure of " : "First miss of ") + test
                        + ": no recording answers " + texts.get(0)
                        + (texts.size() == 1 ? "" : ", the first of " + texts.size() + " misses"));
            }
        });
        int more = misses.size() - MOST_TESTS;
        if (more > 0) {
            sentences.add(
                    more + (more == 1 ? " more test" : " more tests") + " missed recordings; the report names all");
        }
        return sentences;
    }
}
