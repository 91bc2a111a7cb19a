/**
 * Writes and reads the ledger: what a run served to which test, and what it missed. One append-only file per run, which
 * shows whether it is complete. Of the other packages it uses only the JSON mapper.
 */
@NullMarked
package io.github.recorder.ledger;

import org.jspecify.annotations.NullMarked;
