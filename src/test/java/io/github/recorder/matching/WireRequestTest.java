package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WireRequestTest {

    @ParameterizedTest
    @CsvSource({", /x", "openai, /x", "http://one.example, /x at http://one.example"})
    void namesTheServiceInMessagesIfItIsAUrl(@Nullable String service, String place) {
        assertThat(get(service, "/x").place()).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "one, one, true",
        "one, other, false",
        "one, , true",
        ", one, true",
        ", , true",
    })
    void anUnknownServiceMayBeAnyService(@Nullable String one, @Nullable String other, boolean samePlace) {
        assertThat(get(one, "/x").hasPlaceOf(get(other, "/x"))).isEqualTo(samePlace);
        assertThat(get(one, "/x").hasPlaceOf(get(other, "/y"))).isFalse();
        assertThat(get(one, "/x").hasPlaceOf(new WireRequest(other, "POST", "/x", null)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"one, one,", "one, other, other", "one, ,", ", other,"})
    void aNearMissNamesTheServiceOnlyIfItDiffers(
            @Nullable String requested, @Nullable String recorded, @Nullable String named) {
        NearMiss miss = NearMiss.ranked(
                        get(requested, "/x"), null, List.of(new NearMiss.Recorded("a.json", null, get(recorded, "/x"))))
                .get(0);

        assertThat(miss.recorded().service()).isEqualTo(named);
    }

    @Test
    void aServiceWithoutRulesHasTheGeneralOnes() {
        MatchingRules general = MatchingRules.NONE.and(List.of(MatchingRule.counting("X-Tenant")));
        MatchingRules own = MatchingRules.NONE.and(List.of(MatchingRule.counting("X-Region")));
        ServiceRules rules = new ServiceRules(general, Map.of("one", own));

        assertThat(rules.of("one")).isSameAs(own);
        assertThat(rules.of("other")).isSameAs(general);
        assertThat(rules.of(null)).isSameAs(general);
        assertThat(rules.headers()).containsExactlyInAnyOrder("x-tenant", "x-region");
    }

    private static WireRequest get(@Nullable String service, String endpoint) {
        return new WireRequest(service, "GET", endpoint, null);
    }
}
