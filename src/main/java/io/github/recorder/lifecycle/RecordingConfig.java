package io.github.recorder.lifecycle;

import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.ledger.CiServer;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.record.ErrorRecordingPolicy;
import io.github.recorder.record.RecordingSettings;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.Mode;
import io.github.recorder.replay.ReplayPace;
import io.github.recorder.upstream.EnvironmentProxySelector;
import io.github.recorder.upstream.ProxyServer;
import io.github.recorder.upstream.UpstreamTimeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The validated configuration of recording.
 *
 * @param upstreams the services
 * @param settings modes and rules
 * @param redaction the redaction rules
 * @param matching the user's rules about equal requests
 * @param pace how fast streams are replayed
 * @param limits the timeouts of services
 * @param proxies the proxies for services
 * @param secrets the secrets that no recording may contain
 */
record RecordingConfig(
        UpstreamTable upstreams,
        RecordingSettings settings,
        Redaction redaction,
        MatchingPlan matching,
        ReplayPace pace,
        UpstreamTimeouts limits,
        EnvironmentProxySelector proxies,
        SecretScan secrets) {

    /**
     * Validates the configuration.
     *
     * @throws InvalidConfigurationException if a value is not allowed; the message names the parameter and the allowed
     *     values
     */
    static RecordingConfig of(RecordingOptions request) throws InvalidConfigurationException {
        RequestParsingConfig reading = RequestParsingConfig.of(request.reading());
        RecordingSettings settings = new RecordingSettings(
                word(Mode.class, "<mode> (-Drecorder.mode)", request.mode()),
                modes(request),
                word(ErrorRecordingPolicy.class, "<recordErrors> (-Drecorder.recordErrors)", request.recordErrors()),
                request.recordTiming(),
                name -> request.environment().get(name),
                ClientLibraries.DUMMY_KEY);
        refuseOnCi(request, settings);
        UpstreamTimeouts limits = new UpstreamTimeouts(
                seconds("<connectTimeoutSeconds> (-Drecorder.connectTimeoutSeconds)", request.connectTimeoutSeconds()),
                seconds("<answerTimeoutSeconds> (-Drecorder.answerTimeoutSeconds)", request.answerTimeoutSeconds()),
                UpstreamTimeouts.DEFAULT.silence());
        SecretScan secrets = SecretScan.of(
                request.environment(),
                request.properties(),
                Set.of(ClientLibraries.DUMMY_KEY),
                request.reading().allowedSecrets());
        EnvironmentProxySelector proxies = EnvironmentProxySelector.of(
                settings.environment(),
                name -> request.properties().get(name),
                target -> request.proxies()
                        .apply(target)
                        .map(proxy -> new ProxyServer(proxy.host(), proxy.port(), proxy.user(), proxy.password())));
        return new RecordingConfig(
                reading.upstreams(),
                settings,
                reading.redaction(),
                reading.matching(),
                pace(request),
                limits,
                proxies,
                secrets);
    }

    /** Returns the same configuration, by which the address of a run and its token get into no file. */
    RecordingConfig hidingAddress(String token) {
        return new RecordingConfig(
                upstreams,
                settings,
                redaction.hidingAddress(token),
                matching,
                pace,
                limits,
                proxies,
                secrets.with("token of this run", token));
    }

    private static Duration seconds(String parameter, int value) throws InvalidConfigurationException {
        if (value < 1) {
            throw new InvalidConfigurationException(
                    parameter + " is " + value + ". Give a number of seconds from 1 on.");
        }
        return Duration.ofSeconds(value);
    }

    private static Map<String, Mode> modes(RecordingOptions request) throws InvalidConfigurationException {
        Map<String, Mode> modes = new HashMap<>();
        for (UpstreamConfig upstream : request.reading().upstreams()) {
            if (upstream.mode() != null) {
                String name = Objects.requireNonNullElse(upstream.name(), "").strip();
                modes.put(name, word(Mode.class, "<mode> of the upstream " + name, upstream.mode()));
            }
        }
        return Map.copyOf(modes);
    }

    private static void refuseOnCi(RecordingOptions request, RecordingSettings settings)
            throws InvalidConfigurationException {
        String ci = request.environment().get(CiServer.VARIABLE);
        if (CiServer.isSaidBy(ci) && !settings.replaysOnly() && !request.allowOnCi()) {
            List<String> modes = new ArrayList<>();
            if (settings.mode() != Mode.REPLAY) {
                modes.add("The mode is " + word(settings.mode()));
            }
            new TreeMap<>(settings.modes()).forEach((upstream, mode) -> {
                if (mode != Mode.REPLAY) {
                    modes.add("the mode of the upstream " + upstream + " is " + word(mode));
                }
            });
            String what = String.join(" and ", modes);
            throw new InvalidConfigurationException(Character.toUpperCase(what.charAt(0)) + what.substring(1)
                    + ", and this is a CI build (the environment variable CI is " + ci
                    + "), where calling real services costs money and changes files that nobody commits."
                    + " Replay there with -Drecorder.mode=replay, which counts for every upstream,"
                    + " or say that it is meant: -Drecorder.allowOnCi.");
        }
    }

    private static ReplayPace pace(RecordingOptions request) throws InvalidConfigurationException {
        try {
            return ReplayPace.parse(request.pace());
        } catch (IllegalArgumentException problem) {
            throw new InvalidConfigurationException(problem.getMessage() + " See <pace> (-Drecorder.pace).", problem);
        }
    }

    private static <E extends Enum<E>> E word(Class<E> type, String parameter, String text)
            throws InvalidConfigurationException {
        for (E value : type.getEnumConstants()) {
            if (word(value).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return value;
            }
        }
        String allowed = Arrays.stream(type.getEnumConstants())
                .map(RecordingConfig::word)
                .collect(Collectors.joining(", "));
        throw new InvalidConfigurationException(parameter + " is " + text + ". Give one of: " + allowed + ".");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
