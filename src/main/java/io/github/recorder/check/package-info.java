/**
 * Checks recordings against the real services: sends their requests again and compares the responses by meaning.
 */
@NullMarked
package io.github.recorder.check;

import org.jspecify.annotations.NullMarked;
