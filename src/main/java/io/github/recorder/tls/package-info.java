/**
 * The certificates of one build: an authority whose key never leaves this JVM's memory, and what it signs. Knows
 * nothing of the other rooms.
 */
@NullMarked
package io.github.recorder.tls;

import org.jspecify.annotations.NullMarked;
