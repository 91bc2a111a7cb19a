/**
 * Serves HTTP on the loopback interface with Jetty. It turns connections into requests and responses into bytes, and
 * decides nothing.
 */
@NullMarked
package io.github.recorder.server;

import org.jspecify.annotations.NullMarked;
