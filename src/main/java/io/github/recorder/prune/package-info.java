/**
 * Which recordings no test needs any more: what ledgers prove, the plan that follows from it, and the careful hand that carries it out.
 */
@NullMarked
package io.github.recorder.prune;

import org.jspecify.annotations.NullMarked;
