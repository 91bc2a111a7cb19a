/**
 * The wire dialects: how a recording of each provider looks as an HTTP request and as an HTTP answer.
 */
@NullMarked
package io.github.recorder.provider;

import org.jspecify.annotations.NullMarked;
