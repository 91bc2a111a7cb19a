/**
 * The HTTP transport: a Jetty server on the loopback interface that turns connections into requests and answers into bytes, and decides nothing.
 */
@NullMarked
package io.github.recorder.server;

import org.jspecify.annotations.NullMarked;
