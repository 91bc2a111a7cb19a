/**
 * Knows which test is running, because the listener in each test JVM reports it over a connection that stays open.
 */
@NullMarked
package io.github.recorder.attribution;

import org.jspecify.annotations.NullMarked;
