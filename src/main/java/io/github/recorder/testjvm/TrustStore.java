package io.github.recorder.testjvm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A trust store file: the certificates of the JDK's own store, or of one that the project names, and that of this
 * build. Neither of those stores is changed.
 */
final class TrustStore {

    private static final String FILE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final String TYPE = "javax.net.ssl.trustStoreType";
    private static final String PROVIDER = "javax.net.ssl.trustStoreProvider";

    /** A format that every Java from 8 on reads without a password; the certificates in it are not secret. */
    private static final String JKS = "JKS";

    private static final String USUAL_PASSWORD = "changeit";

    private TrustStore() {}

    /**
     * Writes the file, which only its owner can read and write, and makes it the default of all clients in this JVM.
     *
     * @param certificate the certificate to trust, in Base64
     * @param folder the folder of the file
     * @throws IllegalStateException if that is not possible
     */
    static void extend(String certificate, String folder) {
        try {
            KeyStore store = KeyStore.getInstance(JKS);
            store.load(null, null);
            int n = 0;
            for (Certificate trusted : trustedAnyway()) {
                store.setCertificateEntry(String.valueOf(n++), trusted);
            }
            store.setCertificateEntry("recorder", read(certificate));
            Path file = write(store, folder);
            System.setProperty(FILE, file.toString());
            System.setProperty(TYPE, JKS);
            System.clearProperty(PROVIDER);
        } catch (IOException | GeneralSecurityException problem) {
            String own = System.getProperty(FILE);
            throw new IllegalStateException(
                    "Recorder: the trust store of this test JVM, "
                            + (own == null ? "the JDK's own" : own + " of the system property " + FILE)
                            + ", cannot be extended by the certificate of this build, without which no call can be"
                            + " intercepted: "
                            + problem.getMessage()
                            + ". Fix the property, or intercept nothing (-Drecorder.intercept=false).",
                    problem);
        }
    }

    private static Certificate[] trustedAnyway() throws IOException, GeneralSecurityException {
        String own = System.getProperty(FILE);
        if (own != null && !own.isEmpty() && !own.equals("NONE") && !Files.isReadable(Paths.get(own))) {
            // The JDK reads such a store as empty, and then every request fails for an obscure reason.
            throw new IOException("there is no such file, or it cannot be read");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager) {
                return ((X509TrustManager) manager).getAcceptedIssuers();
            }
        }
        return new Certificate[0];
    }

    private static Certificate read(String certificate) throws GeneralSecurityException {
        byte[] bytes = Base64.getDecoder().decode(certificate);
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    private static Path write(KeyStore store, String folder) throws IOException, GeneralSecurityException {
        // Only the owner can access such a file, if the file system supports owners.
        Path file = Files.createTempFile(Paths.get(folder), "trust-", ".jks");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, System.getProperty(PASSWORD, USUAL_PASSWORD).toCharArray());
        }
        return file;
    }
}
