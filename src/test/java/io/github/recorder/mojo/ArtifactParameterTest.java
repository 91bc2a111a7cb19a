package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactParameterTest {

    @Test
    void theClassifierIsRecordingsUnlessNamed() throws Exception {
        assertThat(ArtifactParameter.of(" com.acme:shop-recordings:1.4 "))
                .isEqualTo(new ArtifactParameter("com.acme", "shop-recordings", "1.4", "recordings"));
        assertThat(ArtifactParameter.of("com.acme:shop:1.5-SNAPSHOT:nightly"))
                .isEqualTo(new ArtifactParameter("com.acme", "shop", "1.5-SNAPSHOT", "nightly"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "com.acme",
                "com.acme:shop",
                "com.acme:shop:1:a:b",
                "../x:shop:1",
                "a:b:../1",
                "a:b:1:",
                "a b:c:1"
            })
    void otherCoordinatesAreRefused(String coordinates) {
        assertThatThrownBy(() -> ArtifactParameter.of(coordinates))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("<artifacts> (-Drecorder.artifacts) names ")
                .hasMessageEndingWith(". Give groupId:artifactId:version, for instance com.acme:shop-recordings:1.4.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2)", "[1.4]", "(,1]", "LATEST", "RELEASE"})
    void rangesAreRefused(String version) {
        assertThatThrownBy(() -> ArtifactParameter.of("com.acme:shop:" + version))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("Give one version");
    }
}
