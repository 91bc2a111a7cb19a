/**
 * Lists the client libraries that find the server without configuration, and the property or variable that each of them
 * reads.
 */
@NullMarked
package io.github.recorder.clients;

import org.jspecify.annotations.NullMarked;
