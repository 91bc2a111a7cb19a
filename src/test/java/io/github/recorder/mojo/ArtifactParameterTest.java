package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
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

    @Test
    void anEmptyArtifactIsRefused() {
        assertThatThrownBy(() -> ArtifactParameter.all(Arrays.asList("a:b:1", null, "c:d:1")))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("<artifacts> (-Drecorder.artifacts) names nothing. Give groupId");
    }

    @Test
    void anArtifactIsNamedOnce() throws Exception {
        assertThat(ArtifactParameter.all(List.of("a:b:1", "a:c:1", "a:b:1:nightly")))
                .hasSize(3);
        assertThatThrownBy(() -> ArtifactParameter.all(List.of("a:b:1", "a:c:1", "a:b:2:recordings")))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("<artifacts> (-Drecorder.artifacts) names both a:b:1 and a:b:2. Name each artifact once, in"
                        + " one version.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:sesame@host/x",
                "https://user:ses/ame@host/x",
                "https://user:a b@sesame@host/x",
                "https://host/x?access_token=sesame",
                "https://host/x?token=@sesame",
                "https://user:?sesame@host/x"
            })
    void noMessageContainsTheCredentialsOfAUrl(String url) {
        assertThatThrownBy(() -> ArtifactParameter.of(url))
                .isInstanceOf(MojoExecutionException.class)
                .message()
                .doesNotContain("same");
        assertThat(ArtifactParameter.masked("Could not transfer a:b:1 from/to central (" + url
                        + "): failed for https://other.example/y: 401\nin https://third.example/z"))
                .doesNotContain("same")
                .contains("from/to central (https://", "://other.example/y: 401\nin https://third.example/z");
    }

    @Test
    void aMessageWithoutCredentialsStays() {
        String message = "Could not find artifact a:b:zip:recordings:1 in central (https://repo.example/maven2)";
        assertThat(ArtifactParameter.masked(message)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2)", "[1.4]", "(,1]", "LATEST", "RELEASE"})
    void rangesAreRefused(String version) {
        assertThatThrownBy(() -> ArtifactParameter.of("com.acme:shop:" + version))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("Give one version");
    }
}
