/** How far a long step is, for people who wait for it. */
@NullMarked
package io.github.recorder.progress;

import org.jspecify.annotations.NullMarked;
