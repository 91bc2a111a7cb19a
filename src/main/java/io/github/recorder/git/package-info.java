/** What git knows of the working tree that a build runs in: its files, and which of them it can restore. */
@NullMarked
package io.github.recorder.git;

import org.jspecify.annotations.NullMarked;
