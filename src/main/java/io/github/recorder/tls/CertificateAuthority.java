package io.github.recorder.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;

/**
 * Signs, for one build, the certificates of hosts for which its server speaks. Its private key, and that of the hosts, are made
 * when it is made, are in no file, and are gone with it. Safe for use by many threads.
 *
 * <p>Certificates are of version 3, as RFC 5280 has them, with keys on the curve P-256, and good for {@value #DAYS} days.
 */
public final class CertificateAuthority {

    private static final int DAYS = 3;

    /** Clocks of containers may be a little behind. */
    private static final Duration BACK_DATED = Duration.ofHours(1);

    private static final X500Principal NAME = new X500Principal("CN=recorder-maven-plugin\\, one build");
    private static final X500Principal NO_NAME = new X500Principal("");

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
    private static final byte[] SERVER_AUTH = Der.identifier("1.3.6.1.5.5.7.3.1");

    private static final byte[] MAY_SIGN_CERTIFICATES = Der.bits(2, (byte) 0b0000_0100);
    private static final byte[] MAY_SIGN_HANDSHAKES = Der.bits(7, (byte) 0b1000_0000);
    private static final byte[] HAS_NO_AUTHORITY_BELOW = Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO));

    private static final int SERIAL_NUMBER_BITS = 120;
    private static final int DNS_NAME = 2;

    private final KeyPair own;
    private final KeyPair hosts;
    private final X509Certificate certificate;
    private final Instant from;
    private final SecureRandom random = new SecureRandom();

    /**
     * Makes an authority, with keys of its own.
     *
     * @throws GeneralSecurityException where the JDK lacks an algorithm that every one has
     */
    public CertificateAuthority() throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        own = keys.generateKeyPair();
        hosts = keys.generateKeyPair();
        from = Instant.now().minus(BACK_DATED);
        certificate = signed(
                NAME,
                own.getPublic(),
                extension("2.5.29.19", HAS_NO_AUTHORITY_BELOW, true),
                extension("2.5.29.15", MAY_SIGN_CERTIFICATES, true),
                extension("2.5.29.14", Der.octets(digest(own.getPublic())), false));
    }

    /** Returns the certificate that a client has to trust; it holds no secret. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Returns what a server needs to speak for a host.
     *
     * @param host a DNS name in ASCII
     * @throws GeneralSecurityException where the JDK cannot do it
     */
    public SSLContext speakingFor(String host) throws GeneralSecurityException {
        Certificate[] chain = {certificateOf(host), certificate};
        char[] noSecret = {};
        // Of this type, because the others take a tenth of a second to encrypt what is only handed on.
        KeyStore store = KeyStore.getInstance("JKS");
        try {
            store.load(null, null);
        } catch (IOException impossible) {
            throw new GeneralSecurityException(impossible); // Nothing is read.
        }
        store.setKeyEntry(host, hosts.getPrivate(), noSecret, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, noSecret);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, random);
        return context;
    }

    /** Returns a certificate for a host. */
    X509Certificate certificateOf(String host) throws GeneralSecurityException {
        return signed(
                NO_NAME,
                hosts.getPublic(),
                extension("2.5.29.15", MAY_SIGN_HANDSHAKES, true),
                extension("2.5.29.37", Der.sequence(SERVER_AUTH), false),
                // Critical, because it is the only name.
                extension("2.5.29.17", Der.sequence(Der.name(DNS_NAME, host)), true),
                extension("2.5.29.35", Der.sequence(Der.implicit(0, digest(own.getPublic()))), false));
    }

    private X509Certificate signed(X500Principal subject, PublicKey key, byte[]... extensions)
            throws GeneralSecurityException {
        byte[] content = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)), // Version 3 is written as 2.
                Der.integer(new BigInteger(SERIAL_NUMBER_BITS, random).setBit(SERIAL_NUMBER_BITS)),
                ECDSA_WITH_SHA256,
                NAME.getEncoded(),
                Der.sequence(Der.time(from), Der.time(from.plus(Duration.ofDays(DAYS)))),
                subject.getEncoded(),
                key.getEncoded(),
                Der.explicit(3, Der.sequence(extensions)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(own.getPrivate(), random);
        signature.update(content);
        byte[] whole = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] extension(String identifier, byte[] value, boolean critical) {
        byte[] name = Der.identifier(identifier);
        byte[] content = Der.octets(value);
        return critical ? Der.sequence(name, Der.yes(), content) : Der.sequence(name, content);
    }

    /** Returns what names a key; RFC 5280 leaves open how it is made. */
    private static byte[] digest(PublicKey key) throws GeneralSecurityException {
        byte[] whole = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return Arrays.copyOf(whole, 20);
    }
}
