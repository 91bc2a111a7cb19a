/**
 * Gives recordings the test id and the file name that they should have: after a test was renamed, or a file's content changed.
 */
@NullMarked
package io.github.recorder.rekey;

import org.jspecify.annotations.NullMarked;
