package io.github.recorder.store;

/**
 * A file that was read completely.
 *
 * @param stamp the state of the file when its reading began
 * @param lasting whether an equal stamp means equal content
 * @param sha256 the digest of its content, in lower-case hex
 * @param mayFail whether its response may be a failure of the service; false if it is certainly not
 */
public record ExaminedFile(FileStamp stamp, boolean lasting, String sha256, boolean mayFail) {}
