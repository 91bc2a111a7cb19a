package io.github.recorder.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HeldCertificate;

/**
 * Signs the certificates of hosts that the server of one build speaks for. Its private key and those of the hosts are
 * created with it, are never written to a file, and vanish with it. Thread-safe.
 *
 * <p>Keys are on the curve P-256; certificates are valid for {@value #DAYS} days.
 */
public final class CertificateAuthority {

    private static final int DAYS = 3;

    /** Clocks of containers may be slightly slow. */
    private static final Duration BACK_DATED = Duration.ofHours(1);

    private static final String NAME = "recorder-maven-plugin, one build";

    private static final int SERIAL_NUMBER_BITS = 120;

    private final HeldCertificate own;
    private final KeyPair hosts;
    private final SecureRandom random = new SecureRandom();
    private final Instant from = Instant.now().minus(BACK_DATED);

    /**
     * Creates an authority with its own keys.
     *
     * @throws GeneralSecurityException if the JDK lacks a standard algorithm
     */
    public CertificateAuthority() throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        hosts = keys.generateKeyPair();
        own = goodForAFewDays()
                .keyPair(keys.generateKeyPair())
                .certificateAuthority(0)
                .commonName(NAME)
                .build();
    }

    /** Returns the certificate that clients have to trust. It holds no secret. */
    public X509Certificate certificate() {
        return own.certificate();
    }

    /**
     * Returns the TLS context with which a server speaks for a host.
     *
     * @param host a DNS name in ASCII
     * @throws GeneralSecurityException if the JDK cannot create it
     */
    public SSLContext speakingFor(String host) throws GeneralSecurityException {
        Certificate[] chain = {certificateOf(host), certificate()};
        char[] noSecret = {};
        // This type, because the others spend a tenth of a second encrypting a key store that never leaves memory.
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
    X509Certificate certificateOf(String host) {
        return goodForAFewDays()
                .keyPair(hosts)
                .signedBy(own)
                .addSubjectAlternativeName(host)
                .build()
                .certificate();
    }

    private HeldCertificate.Builder goodForAFewDays() {
        return new HeldCertificate.Builder()
                .serialNumber(new BigInteger(SERIAL_NUMBER_BITS, random).setBit(SERIAL_NUMBER_BITS))
                .validityInterval(
                        from.toEpochMilli(), from.plus(Duration.ofDays(DAYS)).toEpochMilli());
    }
}
