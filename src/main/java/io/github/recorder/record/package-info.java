/** Sends requests to the real service, passes its responses on as they arrive, and writes them as recordings. */
@NullMarked
package io.github.recorder.record;

import org.jspecify.annotations.NullMarked;
