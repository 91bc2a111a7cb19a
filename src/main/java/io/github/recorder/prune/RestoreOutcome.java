package io.github.recorder.prune;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of restoring a quarantine.
 *
 * @param quarantine its name
 * @param recordings the directory the recordings came from
 * @param restored the recordings that are back, as paths relative to the directory
 * @param failed those that are not, each as a sentence; they stay in the quarantine
 */
public record RestoreOutcome(String quarantine, Path recordings, List<String> restored, List<String> failed) {}
