/** Sends requests to real services, and returns their responses chunk by chunk as they arrive. */
@NullMarked
package io.github.recorder.upstream;

import org.jspecify.annotations.NullMarked;
