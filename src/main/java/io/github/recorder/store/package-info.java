/**
 * Stores and finds recordings in a directory: index, reader and atomic writer. Nothing here deletes or rewrites a file
 * that it did not create.
 */
@NullMarked
package io.github.recorder.store;

import org.jspecify.annotations.NullMarked;
