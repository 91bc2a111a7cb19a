/**
 * Implements start, stop, verify and run without Maven. Only this package puts store, ledger, responders and server
 * together.
 */
@NullMarked
package io.github.recorder.lifecycle;

import org.jspecify.annotations.NullMarked;
