package io.github.recorder.lifecycle;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RunHeader;

/**
 * The settings of a run's ledger.
 *
 * @param header the facts that are known when the run starts
 * @param module the module of the run
 * @param build the whole build
 */
public record LedgerSettings(RunHeader header, ProjectModule module, BuildLayout build) {}
