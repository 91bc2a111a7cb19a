/** Explains why a request has no recording, and shows what a recording contains. */
@NullMarked
package io.github.recorder.diagnosis;

import org.jspecify.annotations.NullMarked;
