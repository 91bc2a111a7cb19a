/**
 * What must not be in a recording: which parts of a request and an answer are replaced before anything is hashed or written, and the search for
 * secrets in what would be written. Pure functions over JSON, headers and queries.
 */
@NullMarked
package io.github.recorder.redaction;

import org.jspecify.annotations.NullMarked;
