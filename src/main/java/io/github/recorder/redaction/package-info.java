/**
 * Replaces credentials in requests and responses before they are hashed or written, and searches for secrets in
 * everything that is written. Pure functions over JSON, headers and queries.
 */
@NullMarked
package io.github.recorder.redaction;

import org.jspecify.annotations.NullMarked;
