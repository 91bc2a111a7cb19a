/** Asks git about the working tree of a build: which files it has, and which of them git can restore. */
@NullMarked
package io.github.recorder.git;

import org.jspecify.annotations.NullMarked;
