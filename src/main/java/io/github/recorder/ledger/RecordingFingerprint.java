package io.github.recorder.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Identifies the content of a file, to notice a later change.
 *
 * @param size its length in bytes
 * @param sha256 the digest of its content, in lower-case hex
 */
public record RecordingFingerprint(long size, String sha256) {

    private static final int BUFFER_BYTES = 16 * 1024;

    /** Returns the fingerprint of bytes. */
    public static RecordingFingerprint of(byte[] content) {
        return new RecordingFingerprint(
                content.length, HexFormat.of().formatHex(Sha256.start().digest(content)));
    }

    /**
     * Reads a complete file.
     *
     * @throws IOException if it cannot be read, or is a link
     */
    public static RecordingFingerprint of(Path file) throws IOException {
        MessageDigest sha = Sha256.start();
        long size = 0;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha.update(buffer, 0, read);
                size += read;
            }
        }
        return new RecordingFingerprint(size, HexFormat.of().formatHex(sha.digest()));
    }
}
