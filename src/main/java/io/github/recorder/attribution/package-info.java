/**
 * Which test runs right now, as the listener in each test JVM tells it over a connection that stays open.
 */
@NullMarked
package io.github.recorder.attribution;

import org.jspecify.annotations.NullMarked;
