/** Asks git which files the working tree of a build has, and which of them it can restore. */
@NullMarked
package io.github.recorder.git;

import org.jspecify.annotations.NullMarked;
