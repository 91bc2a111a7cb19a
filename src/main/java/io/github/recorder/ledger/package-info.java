/**
 * Writes and reads the ledger: which recordings a run served to which test, which requests missed, and which code it
 * covered. There is one append-only file for each run, which shows whether it is complete.
 */
@NullMarked
package io.github.recorder.ledger;

import org.jspecify.annotations.NullMarked;
