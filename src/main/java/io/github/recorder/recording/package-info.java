/**
 * A recording as a value, and the codec of its file format, exact to the byte.
 */
@NullMarked
package io.github.recorder.recording;

import org.jspecify.annotations.NullMarked;
