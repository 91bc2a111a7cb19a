/** The words for failures of the file system, which the JDK leaves out of many of its messages. */
@NullMarked
package io.github.recorder.failure;

import org.jspecify.annotations.NullMarked;
