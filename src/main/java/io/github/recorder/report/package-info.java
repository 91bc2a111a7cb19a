/**
 * Writes the report of a run: a page that opens from disk, and a summary in Markdown. Everything in it has passed the
 * secret
 * scan before it gets here or while it is written.
 */
@NullMarked
package io.github.recorder.report;

import org.jspecify.annotations.NullMarked;
