package io.github.recorder.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.wildfly.security.x500.GeneralName;
import org.wildfly.security.x500.cert.BasicConstraintsExtension;
import org.wildfly.security.x500.cert.SubjectAlternativeNamesExtension;
import org.wildfly.security.x500.cert.X509CertificateBuilder;

/**
 * Signs certificates for the hosts that the server of one build intercepts. Its private key and those of the hosts are
 * created with it, are never written to a file, and vanish with it. Thread-safe.
 *
 * <p>Keys are on the curve P-256; certificates are valid for {@value #DAYS} days.
 */
public final class CertificateAuthority {

    private static final int DAYS = 3;

    /** Clocks of containers may be slightly slow. */
    private static final Duration BACK_DATED = Duration.ofHours(1);

    private static final X500Principal NAME = new X500Principal("CN=\"recorder-maven-plugin, one build\"");

    private static final int SERIAL_NUMBER_BITS = 120;

    private final KeyPair own;
    private final X509Certificate certificate;
    private final KeyPair hosts;
    private final SecureRandom random = new SecureRandom();
    private final ZonedDateTime from = ZonedDateTime.now(ZoneOffset.UTC).minus(BACK_DATED);

    /**
     * Creates an authority with its own keys.
     *
     * @throws GeneralSecurityException if the JDK lacks a standard algorithm
     */
    public CertificateAuthority() throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        hosts = keys.generateKeyPair();
        own = keys.generateKeyPair();
        certificate = goodForAFewDays(own)
                .setSubjectDn(NAME)
                .addExtension(new BasicConstraintsExtension(true, true, 0))
                .build();
    }

    /** Returns the certificate that clients must trust. It is not secret. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Returns the TLS context for intercepting a host.
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
    X509Certificate certificateOf(String host) throws CertificateException {
        List<GeneralName> names = List.of(new GeneralName.DNSName(host));
        return goodForAFewDays(hosts)
                .setSubjectDn(new X500Principal("CN=" + host))
                .addExtension(new SubjectAlternativeNamesExtension(false, names))
                .build();
    }

    private X509CertificateBuilder goodForAFewDays(KeyPair subject) {
        return new X509CertificateBuilder()
                .setIssuerDn(NAME)
                .setSerialNumber(new BigInteger(SERIAL_NUMBER_BITS, random).setBit(SERIAL_NUMBER_BITS))
                .setNotValidBefore(from)
                .setNotValidAfter(from.plusDays(DAYS))
                .setPublicKey(subject.getPublic())
                .setSigningKey(own.getPrivate())
                .setSignatureAlgorithmName("SHA256withECDSA");
    }
}
