package io.github.recorder.lifecycle;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RunHeader;

/**
 * The ledger that a run keeps.
 *
 * @param header what is known of the run when it starts
 * @param module the module that the run is of
 * @param build the whole build
 */
public record LedgerSettings(RunHeader header, ProjectModule module, BuildLayout build) {}
