package io.github.recorder.ledger;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a ledger file that say which run it is of, without its events.
 *
 * @param file the file
 * @param header its first line
 * @param code the code that the run covered; null if the run was killed before this was known
 * @param ended whether the run ended normally, so that the file is complete
 */
public record LedgerHead(Path file, RunHeader header, LedgerEvent.@Nullable CodeState code, boolean ended) {}
