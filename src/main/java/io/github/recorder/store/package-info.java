/**
 * The recordings directory: its index, its reader and its bounded cache. Nothing here deletes or rewrites a file that
 * it did not make.
 */
@NullMarked
package io.github.recorder.store;

import org.jspecify.annotations.NullMarked;
