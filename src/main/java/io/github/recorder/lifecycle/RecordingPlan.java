package io.github.recorder.lifecycle;

import io.github.recorder.clients.Clients;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.Upstreams;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.RedactionRule;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.Mode;
import io.github.recorder.replay.Pace;
import io.github.recorder.replay.RecordErrors;
import io.github.recorder.replay.RecordingSettings;
import io.github.recorder.upstream.Proxies;
import io.github.recorder.upstream.TimeLimits;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded and how, with everything that the user wrote understood.
 *
 * @param upstreams the services
 * @param settings modes and rules
 * @param redaction what is replaced
 * @param pace how fast streams are replayed
 * @param limits how long services are waited for
 * @param proxies through what services are called
 * @param secrets what may not be in a recording
 */
record RecordingPlan(
        Upstreams upstreams,
        RecordingSettings settings,
        Redaction redaction,
        Pace pace,
        TimeLimits limits,
        Proxies proxies,
        SecretScan secrets) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /**
     * Makes the plan.
     *
     * @throws StartException where something is none of what is allowed; the message says which parameter, and what is allowed
     */
    static RecordingPlan of(RecordingRequest request) throws StartException {
        Map<String, Mode> modes = new LinkedHashMap<>();
        Upstreams upstreams = upstreams(request, modes);
        RecordingSettings settings = new RecordingSettings(
                word(Mode.class, "<mode> (-Drecorder.mode)", request.mode()),
                Map.copyOf(modes),
                defaultUpstream(request, upstreams),
                word(RecordErrors.class, "<recordErrors> (-Drecorder.recordErrors)", request.recordErrors()),
                request.recordTiming(),
                name -> request.environment().get(name),
                Clients.DUMMY_KEY);
        refuseOnCi(request, settings);
        TimeLimits limits = new TimeLimits(
                Duration.ofSeconds(Math.max(1, request.connectTimeoutSeconds())),
                Duration.ofSeconds(Math.max(1, request.answerTimeoutSeconds())),
                TimeLimits.DEFAULT.silence());
        SecretScan secrets = SecretScan.of(request.environment(), request.properties(), Set.of(Clients.DUMMY_KEY));
        Proxies proxies =
                Proxies.of(settings.environment(), name -> request.properties().get(name));
        return new RecordingPlan(upstreams, settings, redaction(request), pace(request), limits, proxies, secrets);
    }

    private static void refuseOnCi(RecordingRequest request, RecordingSettings settings) throws StartException {
        String ci = request.environment().getOrDefault("CI", "").strip();
        boolean onCi = !ci.isEmpty() && !ci.equalsIgnoreCase("false") && !ci.equals("0");
        if (onCi && !settings.replaysOnly() && !request.allowOnCi()) {
            throw new StartException("The mode is " + word(settings.mode())
                    + (settings.mode() == Mode.REPLAY ? " but that of an upstream is not," : ",")
                    + " and this is a CI build (the environment variable CI is " + ci
                    + "), where calling real services costs money and changes files that nobody commits."
                    + " Replay there (-Drecorder.mode=replay), or say that it is meant: -Drecorder.allowOnCi.");
        }
    }

    private static @Nullable String defaultUpstream(RecordingRequest request, Upstreams upstreams)
            throws StartException {
        String name = request.upstream();
        if (name == null || name.isBlank() || name.contains("://")) {
            return null;
        }
        if (upstreams.named(name.strip()).isEmpty()) {
            throw new StartException("<upstream> (-Drecorder.upstream) is " + name + ". Give a URL, or one of: "
                    + upstreams.names().stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return name.strip();
    }

    private static Upstreams upstreams(RecordingRequest request, Map<String, Mode> modes) throws StartException {
        Upstreams upstreams = Upstreams.builtIn();
        String everything =
                request.upstream() != null && request.upstream().contains("://") ? request.upstream() : null;
        if (everything != null || request.recordAs() != null) {
            String url = everything == null ? null : url("<upstream> (-Drecorder.upstream)", everything);
            String recordAs =
                    request.recordAs() == null ? null : url("<recordAs> (-Drecorder.recordAs)", request.recordAs());
            List<Upstream> redirected = new ArrayList<>();
            for (String name : upstreams.names()) {
                Upstream builtIn = upstreams.named(name).orElseThrow();
                redirected.add(new Upstream(
                        name,
                        url == null ? builtIn.url() : url,
                        builtIn.dialect(),
                        recordAs == null ? builtIn.url() : recordAs,
                        // The key of a service is not for another.
                        url == null ? builtIn.keyVariable() : null));
            }
            upstreams = upstreams.with(redirected);
        }
        List<Upstream> configured = new ArrayList<>();
        for (UpstreamRequest one : request.upstreams()) {
            Upstream upstream = upstream(one);
            configured.add(upstream);
            if (one.mode() != null) {
                modes.put(upstream.name(), word(Mode.class, "<mode> of the upstream " + upstream.name(), one.mode()));
            }
        }
        return upstreams.with(configured);
    }

    private static Upstream upstream(UpstreamRequest request) throws StartException {
        String name = Objects.requireNonNullElse(request.name(), "").strip();
        if (!NAME.matcher(name).matches()) {
            throw new StartException("An upstream of <upstreams> has the name " + (name.isEmpty() ? "nothing" : name)
                    + ". Give <name> a word of letters, digits, dots, hyphens and underscores; it is a part of URLs.");
        }
        @Nullable Upstream builtIn = Upstreams.builtIn().named(name).orElse(null);
        String place = " of the upstream " + name;
        String url = request.url() == null ? null : url("<url>" + place, request.url());
        String dialect =
                Objects.requireNonNullElse(request.dialect(), Upstream.AUTO).strip();
        if (!dialect.equals(Upstream.AUTO) && !dialect.equals("http")) {
            throw new StartException(
                    "<dialect>" + place + " is " + dialect
                            + ". Give auto (the path of a call tells its kind) or http (every call is recorded as it stands on the wire).");
        }
        String recordAs = request.recordAs() == null ? null : url("<recordAs>" + place, request.recordAs());
        if (builtIn == null) {
            return new Upstream(name, url, dialect, recordAs, blankAsNull(request.keyVariable()));
        }
        boolean own = url == null;
        return new Upstream(
                name,
                own ? builtIn.url() : url,
                dialect,
                recordAs == null ? builtIn.url() : recordAs,
                request.keyVariable() == null && own ? builtIn.keyVariable() : blankAsNull(request.keyVariable()));
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String url(String parameter, String text) throws StartException {
        String plain = text.strip();
        try {
            URI url = new URI(plain);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getRawQuery() == null) {
                return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
            }
        } catch (URISyntaxException problem) {
            // Said below, with what would be right.
        }
        throw new StartException(
                parameter + " is " + plain
                        + ". Give the base URL of a service, http or https and without a query, for instance https://api.openai.com/v1.");
    }

    private static Redaction redaction(RecordingRequest request) throws StartException {
        List<RedactionRule> rules = new ArrayList<>();
        for (String rule : request.redactions()) {
            try {
                rules.add(RedactionRule.parse(rule));
            } catch (IllegalArgumentException problem) {
                throw new StartException(problem.getMessage() + " See <redactions> (-Drecorder.redactions).", problem);
            }
        }
        return Redaction.with(rules);
    }

    private static Pace pace(RecordingRequest request) throws StartException {
        try {
            return Pace.parse(request.pace());
        } catch (IllegalArgumentException problem) {
            throw new StartException(problem.getMessage() + " See <pace> (-Drecorder.pace).", problem);
        }
    }

    private static <E extends Enum<E>> E word(Class<E> type, String parameter, String text) throws StartException {
        for (E value : type.getEnumConstants()) {
            if (word(value).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return value;
            }
        }
        String allowed =
                Arrays.stream(type.getEnumConstants()).map(RecordingPlan::word).collect(Collectors.joining(", "));
        throw new StartException(parameter + " is " + text + ". Give one of: " + allowed + ".");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
