package io.github.recorder.prune;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of restoring a quarantine.
 *
 * @param quarantine its name
 * @param recordings the original directory of the recordings
 * @param restored the restored recordings, as paths relative to the directory
 * @param failed a sentence for each that could not be restored; they stay in the quarantine
 */
public record RestoreOutcome(String quarantine, Path recordings, List<String> restored, List<String> failed) {}
