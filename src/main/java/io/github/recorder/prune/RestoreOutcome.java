package io.github.recorder.prune;

import java.nio.file.Path;
import java.util.List;

/**
 * What came back from a quarantine.
 *
 * @param quarantine the quarantine
 * @param recordings the directory it was brought back to
 * @param restored the recordings that are back, as paths relative to the directory
 * @param failed those that are not, each as a sentence; they stay in the quarantine
 */
public record RestoreOutcome(Path quarantine, Path recordings, List<String> restored, List<String> failed) {}
