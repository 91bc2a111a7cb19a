package io.github.recorder.store;

/**
 * A file of the recordings directory that cannot be replayed, and the reason.
 *
 * @param path the file, relative to the recordings directory, with forward slashes
 * @param line the line of the fault, from 1; 0 if it has none
 * @param reason what was found, without a full stop
 * @param corrupt whether the file is broken; false for a valid recording that no HTTP request can match
 */
public record FileProblem(String path, int line, String reason, boolean corrupt) {

    /** Returns the problem as one sentence that names file and line. */
    public String sentence() {
        String place = line > 0 ? path + ", line " + line : path;
        return place + ": " + reason + (corrupt ? ". It is passed over and left as it is." : ".");
    }
}
