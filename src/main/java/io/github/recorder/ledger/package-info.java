/**
 * What a run served, to which test, and what it missed: one append-only file a run, that says of itself whether it is whole.
 * Of the other rooms it knows only the JSON mapper.
 */
@NullMarked
package io.github.recorder.ledger;

import org.jspecify.annotations.NullMarked;
