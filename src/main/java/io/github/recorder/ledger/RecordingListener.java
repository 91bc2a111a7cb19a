package io.github.recorder.ledger;

/** Notified of the recordings that a run uses, on the threads of its requests. */
public interface RecordingListener {

    /**
     * Called when a recording is served to a test for the first time.
     *
     * @param path relative to the recordings directory, with forward slashes
     */
    void onServed(String path);

    /** Called each time a recording was written. */
    void onWritten(String path);
}
