/**
 * The way to the real services: sends a request as it came and hands back the response in the chunks in which it
 * arrives.
 */
@NullMarked
package io.github.recorder.upstream;

import org.jspecify.annotations.NullMarked;
