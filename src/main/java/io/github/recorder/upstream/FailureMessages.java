package io.github.recorder.upstream;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/** Explains network failures in words for the user. */
final class FailureMessages {

    private FailureMessages() {}

    static String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "the host's name is not known";
            }
            if (cause instanceof HttpConnectTimeoutException) {
                return "no connection within the time limit";
            }
            if (cause instanceof SSLException) {
                return "no secure connection: " + cause.getMessage();
            }
        }
        Throwable last = failure;
        while ((last instanceof ExecutionException || last instanceof CompletionException) && last.getCause() != null) {
            last = last.getCause();
        }
        // Java adds the position in the framing, which is useless to a user.
        if (last instanceof EOFException || String.valueOf(last.getMessage()).startsWith("chunked transfer encoding")) {
            return "the connection ended in the middle of it";
        }
        if (last.getMessage() == null) {
            return last instanceof ConnectException ? "the connection was refused" : "the connection failed";
        }
        return last.getMessage();
    }

    /** Returns the problem with a service's certificate; empty if the failure has another cause. */
    static Optional<String> ofCertificate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return Optional.of("Java does not trust the certificate that it was shown (" + cause.getMessage()
                        + "); if that is one of your company, name the store that holds it:"
                        + " MAVEN_OPTS=-Djavax.net.ssl.trustStore=FILE");
            }
            if (cause instanceof CertificateException && cause.getCause() == null) {
                return Optional.of("the certificate that was shown is not for this host (" + cause.getMessage() + ")");
            }
        }
        return Optional.empty();
    }
}
