package io.github.recorder.store;

import org.jspecify.annotations.Nullable;

/**
 * An archive below a recordings directory.
 *
 * @param archive the archive
 * @param saved the file that keeps its index; null for none
 */
public record RecordingLayer(
        RecordingArchive archive, @Nullable IndexFile saved) {}
