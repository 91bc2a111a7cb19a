/**
 * The client libraries that find the server without configuration: which property or variable each reads, and what it is given.
 */
@NullMarked
package io.github.recorder.clients;

import org.jspecify.annotations.NullMarked;
