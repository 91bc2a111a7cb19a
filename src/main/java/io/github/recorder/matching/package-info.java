/**
 * Decides which requests are the same and which recording fits best. Pure functions without files or a clock.
 */
@NullMarked
package io.github.recorder.matching;

import org.jspecify.annotations.NullMarked;
