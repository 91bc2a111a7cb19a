/**
 * Which requests are the same: normalization, identity hash, candidate order. Pure functions, no files, no clock.
 */
@NullMarked
package io.github.recorder.matching;

import org.jspecify.annotations.NullMarked;
