package io.github.recorder.rekey;

import java.util.List;

/**
 * The outcome of rekeying.
 *
 * @param plan the renames that were, or would be, made
 * @param failed a sentence for each recording that could not be renamed
 * @param unproven the reasons why test ids are not changed, each as a sentence; empty if there is none
 */
public record RekeyResult(List<RekeyStep> plan, List<String> failed, List<String> unproven) {}
