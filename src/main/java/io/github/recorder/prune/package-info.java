/** Finds recordings that no test needs any more, proves it from ledgers, and deletes or quarantines them. */
@NullMarked
package io.github.recorder.prune;

import org.jspecify.annotations.NullMarked;
