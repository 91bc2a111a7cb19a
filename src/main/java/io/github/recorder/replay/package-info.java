/** Chooses the response to a request from the recordings, or reports that there is none. */
@NullMarked
package io.github.recorder.replay;

import org.jspecify.annotations.NullMarked;
