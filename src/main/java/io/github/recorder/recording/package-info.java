/** Represents recordings as values, and reads and writes their file format byte for byte. */
@NullMarked
package io.github.recorder.recording;

import org.jspecify.annotations.NullMarked;
