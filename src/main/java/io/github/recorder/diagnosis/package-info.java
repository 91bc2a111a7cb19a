/**
 * Explains: what stands between a request and an answer, and what is in a recording, in words for a person.
 */
@NullMarked
package io.github.recorder.diagnosis;

import org.jspecify.annotations.NullMarked;
