package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of services as users write them: what is accepted, and what a refusal shows. */
final class RequestParsingConfigTest {

    private static final String WITH_PASSWORD = "https://user:s3cret@gw.acme.example/v1";

    @Test
    void aPlainUrlIsTakenWithoutTheSlashAtItsEnd() throws Exception {
        assertThat(RequestParsingConfig.of(upstream("https://gw.acme.example:8443/v1/", null))
                        .upstreams()
                        .named("acme")
                        .orElseThrow()
                        .url())
                .isEqualTo("https://gw.acme.example:8443/v1");
    }

    @Test
    void aPasswordInAUrlIsRefusedWhereverItIsAndNotShown() {
        refused(upstream(WITH_PASSWORD, null), "<url> of the upstream acme is https://…, with a user");
        refused(upstream("https://gw.acme.example", WITH_PASSWORD), "<recordAs> of the upstream acme is https://…");
        refused(
                new RequestParsingOptions(List.of(), WITH_PASSWORD, null, List.of()),
                "<upstream> (-Drecorder.upstream) is https://…");
        refused(
                new RequestParsingOptions(List.of(), null, WITH_PASSWORD, List.of()),
                "<recordAs> (-Drecorder.recordAs) is https://…");
    }

    private static void refused(RequestParsingOptions request, String beginning) {
        assertThatThrownBy(() -> RequestParsingConfig.of(request))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(beginning)
                .hasMessageContaining("<keyVariable>")
                .hasMessageNotContainingAny("user:", "s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gw.acme.example/v1?key=s3cret",
                "https://gw.acme.example/v1?key=a@s3cret",
                "https://user:s3/cret@gw.acme.example/v1",
                "https://user:a?s3cret@gw.acme.example/v1",
                "https://user:a s3cret@gw.acme.example/v1",
                "user:s3cret@gw.acme.example",
                "ftp://gw.acme.example/?s3cret",
            })
    void noRefusedUrlShowsWhatMayBeASecret(String url) {
        assertThatThrownBy(() -> RequestParsingConfig.of(upstream(url, null)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("<url> of the upstream acme is ")
                .hasMessageNotContainingAny("s3", "cret");
    }

    @Test
    void twoUpstreamsOfOneNameAreRefused() {
        UpstreamConfig one = new UpstreamConfig("acme", "https://a.example", null, null, null, null);
        UpstreamConfig other = new UpstreamConfig(" acme ", "https://b.example", null, null, null, null);
        assertThatThrownBy(() ->
                        RequestParsingConfig.of(new RequestParsingOptions(List.of(one, other), null, null, List.of())))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("<upstreams> has two upstreams of the name acme. Give each its own <name>, or remove one.");
    }

    @Test
    void aNameThatIsNoneDoesNotShowAPassword() {
        assertThatThrownBy(() -> RequestParsingConfig.of(
                        new RequestParsingOptions(List.of(), "user:s3cret@gw.acme.example", null, List.of())))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("<upstream> (-Drecorder.upstream) is …. Give a URL, or one of: ")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void namesTheElementOfAMatchingRuleThatIsNone() {
        assertThatThrownBy(() -> RequestParsingConfig.of(matching(List.of("/metadata"), List.of())))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith("<ignore> of <matching> is `/metadata`. Give pointer:/path/to/value");
        assertThatThrownBy(() -> RequestParsingConfig.of(matching(List.of(), List.of("[0-9"))))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageStartingWith(
                        "<pattern> of <replace> in <matching> is `[0-9`, which is no regular expression:");
    }

    @Test
    void aHeaderThatCountsHasTheNameOfOne() {
        MatchingConfig matching = new MatchingConfig(List.of(), List.of(), List.of("X Tenant"));
        assertThatThrownBy(() -> RequestParsingConfig.of(new RequestParsingOptions(
                        List.of(new UpstreamConfig("openai", null, null, null, null, null, matching)),
                        null,
                        null,
                        List.of())))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("<header> of <headers> in <matching> is `x tenant`, which is no name of a header."
                        + " Give one, for instance X-Tenant.");
    }

    private static RequestParsingOptions matching(List<String> ignored, List<String> patterns) {
        return new RequestParsingOptions(
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                new MatchingConfig(
                        ignored,
                        patterns.stream()
                                .map(pattern -> new MatchingConfig.Replacement(pattern, null))
                                .toList(),
                        List.of()));
    }

    private static RequestParsingOptions upstream(String url, @Nullable String recordAs) {
        return new RequestParsingOptions(
                List.of(new UpstreamConfig("acme", url, null, recordAs, null, null)), null, null, List.of());
    }
}
