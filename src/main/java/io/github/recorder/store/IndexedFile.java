package io.github.recorder.store;

/**
 * A recording as the index file keeps it.
 *
 * @param file the file when it was read
 * @param keys the keys that were made of its content
 */
record IndexedFile(ExaminedFile file, RecordingKeys keys) {}
