package io.github.recorder.prune;

import io.github.recorder.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be judged: a recordings directory, and all that is known about its use.
 *
 * @param recordings the directory, absolute and without links
 * @param recordingsFromRoot the same relative to the root of the whole build, with forward slashes; null where it lies outside
 * @param ledgers every ledger that was found, those of other directories included
 * @param code how the code is now
 * @param ignoredClasses binary names of test classes that need not run; their recordings are kept
 */
public record PruneInput(
        Path recordings,
        @Nullable String recordingsFromRoot,
        List<Ledger> ledgers,
        CodeStateSource code,
        Set<String> ignoredClasses) {}
