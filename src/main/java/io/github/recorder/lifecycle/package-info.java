/**
 * What start, stop, verify and run mean, without Maven: the only place where store, ledger, responder and server are put together and taken apart.
 */
@NullMarked
package io.github.recorder.lifecycle;

import org.jspecify.annotations.NullMarked;
