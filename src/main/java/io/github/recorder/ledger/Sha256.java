package io.github.recorder.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that ledgers use. */
final class Sha256 {

    private Sha256() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
