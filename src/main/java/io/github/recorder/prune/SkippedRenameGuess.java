package io.github.recorder.prune;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses which skipped test may be the new name of one that is gone. A test that was renamed and disabled is still answered from
 * the recordings of its old name once it is enabled again, so those stay. A skipped test that has recordings of its own needs no others.
 */
final class SkippedRenameGuess {

    private final Map<String, String> byClass = new HashMap<>();
    private final Map<String, String> bySimpleClass = new HashMap<>();
    private final Map<String, String> byMethod = new HashMap<>();

    /**
     * Makes the guesser.
     *
     * @param testsWithRecordings the ids that unserved recordings bear
     */
    SkippedRenameGuess(SkippedTestSet skippedTests, Set<String> testsWithRecordings) {
        Set<String> own = new HashSet<>();
        for (String test : testsWithRecordings) {
            TestName name = TestName.of(test);
            own.add(name.withoutInvocation());
            own.add(name.className());
        }
        for (String skipped : skippedTests.names()) {
            TestName name = TestName.of(skipped);
            boolean hasOwn = own.contains(name.withoutInvocation());
            if (!hasOwn) {
                byClass.put(name.className(), skipped);
                bySimpleClass.put(name.simpleClass(), skipped);
                if (name.method() != null) {
                    byMethod.put(name.method(), skipped);
                }
            }
        }
    }

    Optional<String> skippedSuccessorOf(String goneTest) {
        TestName gone = TestName.of(goneTest);
        String successor = byClass.get(gone.className());
        if (successor == null) {
            successor = bySimpleClass.get(gone.simpleClass());
        }
        if (successor == null && gone.method() != null) {
            successor = byMethod.get(gone.method());
        }
        return Optional.ofNullable(successor);
    }
}
