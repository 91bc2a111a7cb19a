package io.github.recorder.rekey;

import java.util.List;

/**
 * What rekeying came to.
 *
 * @param plan what was, or would be, renamed
 * @param failed a sentence for each recording that could not be renamed
 * @param unproven what keeps test ids from being changed, each as a sentence; empty where nothing does
 */
public record RekeyResult(List<RekeyStep> plan, List<String> failed, List<String> unproven) {}
