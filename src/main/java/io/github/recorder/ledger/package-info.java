/**
 * Writes and reads the ledger: what a run served to which test, what it missed, and which code it covered. One
 * append-only file per run, which shows whether it is complete.
 */
@NullMarked
package io.github.recorder.ledger;

import org.jspecify.annotations.NullMarked;
