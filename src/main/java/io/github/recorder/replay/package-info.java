/**
 * Policy: given a request, which answer does it get, and what is said where there is none.
 */
@NullMarked
package io.github.recorder.replay;

import org.jspecify.annotations.NullMarked;
