/**
 * What a run served, to which test, and what it missed.
 */
@NullMarked
package io.github.recorder.ledger;

import org.jspecify.annotations.NullMarked;
