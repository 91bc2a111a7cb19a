/**
 * Creates the certificates of one build. The key of its authority never leaves this JVM. Uses no other package.
 */
@NullMarked
package io.github.recorder.tls;

import org.jspecify.annotations.NullMarked;
