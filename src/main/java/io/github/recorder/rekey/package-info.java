/**
 * Renames recordings after their test was renamed or their content changed, and updates the test id in them.
 */
@NullMarked
package io.github.recorder.rekey;

import org.jspecify.annotations.NullMarked;
