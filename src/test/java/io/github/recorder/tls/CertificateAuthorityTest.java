package io.github.recorder.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CertificateAuthorityTest {

    private static final String HOST = "europe-west1-aiplatform.googleapis.com";

    private final CertificateAuthority authority;

    CertificateAuthorityTest() throws Exception {
        authority = new CertificateAuthority();
    }

    @Test
    void theJdkFindsItsPathGood() throws Exception {
        CertPath path =
                CertificateFactory.getInstance("X.509").generateCertPath(List.of(authority.certificateOf(HOST)));
        PKIXParameters trusting = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
        trusting.setRevocationEnabled(false);

        assertThatCode(() -> CertPathValidator.getInstance("PKIX").validate(path, trusting))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherBuildsAuthorityIsNotTrusted() throws Exception {
        CertPath path =
                CertificateFactory.getInstance("X.509").generateCertPath(List.of(authority.certificateOf(HOST)));
        X509Certificate other = new CertificateAuthority().certificate();
        PKIXParameters trusting = new PKIXParameters(Set.of(new TrustAnchor(other, null)));
        trusting.setRevocationEnabled(false);

        assertThatThrownBy(() -> CertPathValidator.getInstance("PKIX").validate(path, trusting))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void aHostsCertificateNamesTheHostAndCanSignNoOther() throws Exception {
        X509Certificate certificate = authority.certificateOf(HOST);

        assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, HOST));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getSerialNumber())
                .isNotEqualTo(authority.certificateOf(HOST).getSerialNumber());
    }

    @Test
    void theAuthorityCanSignHostsOnlyAndNotForLong() throws CertificateException {
        X509Certificate certificate = authority.certificate();

        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=recorder-maven-plugin\\, one build");
        Duration validity = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        assertThat(validity).isEqualTo(Duration.ofDays(3));
        certificate.checkValidity();
    }
}
