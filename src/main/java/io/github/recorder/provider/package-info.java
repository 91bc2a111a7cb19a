/**
 * Knows the services: their hosts, keys and wire formats, and how a recording of each becomes an HTTP response.
 */
@NullMarked
package io.github.recorder.provider;

import org.jspecify.annotations.NullMarked;
