package io.github.recorder.lifecycle;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.matching.MatchingRule;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.RedactionRule;
import io.github.recorder.store.FileProblem;
import io.github.recorder.store.IndexFile;
import io.github.recorder.store.RecordingLayer;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The validated configuration that parses requests before they are compared.
 *
 * @param upstreams the services
 * @param redaction the redaction rules
 * @param matching the user's rules about equal requests
 */
record RequestParsingConfig(UpstreamTable upstreams, Redaction redaction, MatchingPlan matching) {

    /** The built-in services without any rules. */
    static final RequestParsingConfig DEFAULT =
            new RequestParsingConfig(UpstreamTable.builtIn(), Redaction.builtIn(), MatchingPlan.NONE);

    private static final String POINTER = "pointer:";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /**
     * Validates the configuration.
     *
     * @throws InvalidConfigurationException if a value is not allowed; the message names the parameter and the allowed
     *     values
     */
    static RequestParsingConfig of(RequestParsingOptions request) throws InvalidConfigurationException {
        UpstreamTable services = upstreams(request);
        return new RequestParsingConfig(
                services.withUsual(usual(request, services)), redaction(request), MatchingPlan.of(request));
    }

    /** Opens recordings without an index file. */
    static RecordingStore open(
            Path recordings, Redaction redaction, ComparableRequests requests, Consumer<FileProblem> problems)
            throws InvalidConfigurationException {
        return open(recordings, redaction, requests, null, List.of(), problems);
    }

    /** Opens recordings and the artifacts below them without index files. */
    static RecordingStore open(
            Path recordings,
            List<ArtifactFile> artifacts,
            Redaction redaction,
            ComparableRequests requests,
            Consumer<FileProblem> problems)
            throws InvalidConfigurationException {
        return open(recordings, redaction, requests, null, ArtifactLayers.open(artifacts, archive -> null), problems);
    }

    /**
     * Opens recordings, whose requests are parsed like live ones.
     *
     * @param saved the index file; null for none
     * @param archives further recordings below the directory, the uppermost first
     * @param problems called for each file that cannot be replayed
     * @throws InvalidConfigurationException if the directory cannot be listed
     */
    static RecordingStore open(
            Path recordings,
            Redaction redaction,
            ComparableRequests requests,
            @Nullable IndexFile saved,
            List<RecordingLayer> archives,
            Consumer<FileProblem> problems)
            throws InvalidConfigurationException {
        if (Files.exists(recordings) && !Files.isDirectory(recordings)) {
            throw new InvalidConfigurationException("<recordings> (-Drecorder.recordings) is " + recordings
                    + ", which is a file. Give a directory; it need not exist yet.");
        }
        try {
            return RecordingStore.open(
                    recordings, archives, recorded -> requests.of(redaction.request(recorded)), saved, problems);
        } catch (IOException problem) {
            throw new InvalidConfigurationException(
                    "The recordings directory " + recordings + " cannot be listed: " + FileFailure.message(problem)
                            + ". Give <recordings> (-Drecorder.recordings) a directory that can be read.",
                    problem);
        }
    }

    private static @Nullable String usual(RequestParsingOptions request, UpstreamTable upstreams)
            throws InvalidConfigurationException {
        String name = request.upstream();
        if (name == null || name.isBlank() || name.contains("://")) {
            return null;
        }
        if (upstreams.named(name.strip()).isEmpty()) {
            throw new InvalidConfigurationException(
                    "<upstream> (-Drecorder.upstream) is " + shown(name) + ". Give a URL, or one of: "
                            + upstreams.names().stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return name.strip();
    }

    private static UpstreamTable upstreams(RequestParsingOptions request) throws InvalidConfigurationException {
        UpstreamTable upstreams = UpstreamTable.builtIn();
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
                        // The key of one service must not be sent to another.
                        url == null ? builtIn.keyVariable() : null));
            }
            upstreams = upstreams.with(redirected);
        }
        List<Upstream> configured = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (UpstreamConfig one : request.upstreams()) {
            Upstream upstream = upstream(one);
            if (!names.add(upstream.name())) {
                throw new InvalidConfigurationException("<upstreams> has two upstreams of the name " + upstream.name()
                        + ". Give each its own <name>, or remove one.");
            }
            configured.add(upstream);
        }
        return everything == null
                ? upstreams.with(configured)
                : upstreams.with(configured).withOneForAll();
    }

    private static Upstream upstream(UpstreamConfig request) throws InvalidConfigurationException {
        String name = Objects.requireNonNullElse(request.name(), "").strip();
        if (!NAME.matcher(name).matches()) {
            throw new InvalidConfigurationException(
                    "An upstream of <upstreams> has the name " + (name.isEmpty() ? "nothing" : name)
                            + ". Give <name> a word of letters, digits, dots, hyphens and underscores; it is a part of"
                            + " URLs.");
        }
        @Nullable Upstream builtIn = UpstreamTable.builtIn().named(name).orElse(null);
        String place = " of the upstream " + name;
        String url = request.url() == null ? null : url("<url>" + place, request.url());
        String dialect =
                Objects.requireNonNullElse(request.dialect(), Upstream.AUTO).strip();
        if (!dialect.equals(Upstream.AUTO) && !dialect.equals(Upstream.HTTP)) {
            throw new InvalidConfigurationException("<dialect>" + place + " is " + dialect
                    + ". Give auto (the path of a call tells its kind) or http (every call is recorded as it"
                    + " stands on the wire).");
        }
        String recordAs = request.recordAs() == null ? null : url("<recordAs>" + place, request.recordAs());
        if (builtIn == null) {
            if (url == null) {
                throw new InvalidConfigurationException("The upstream " + name + " of <upstreams> has no <url>, and no"
                        + " built-in service has this name. Give its base URL, or one of the built-in names: "
                        + String.join(
                                ", ", new TreeSet<>(UpstreamTable.builtIn().names())) + ".");
            }
            return new Upstream(
                    name, url, dialect, recordAs, blankAsNull(request.keyVariable()), links(request, place));
        }
        boolean own = url == null;
        return new Upstream(
                name,
                own ? builtIn.url() : url,
                dialect,
                recordAs == null ? builtIn.url() : recordAs,
                request.keyVariable() == null && own ? builtIn.keyVariable() : blankAsNull(request.keyVariable()),
                links(request, place));
    }

    private static List<List<String>> links(UpstreamConfig request, String place) throws InvalidConfigurationException {
        List<List<String>> links = new ArrayList<>();
        for (String link : request.links()) {
            String rule = link.strip();
            if (!rule.startsWith(POINTER + "/")) {
                throw new InvalidConfigurationException("A link of <links>" + place + " is " + rule
                        + ". Give the JSON pointer of a member of the responses that is a link, for instance"
                        + " pointer:/next (* is every key or index).");
            }
            links.add(MatchingRule.steps(rule.substring(POINTER.length())));
        }
        return links;
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Returns the base URL of a service, without a slash at its end. */
    static String url(String parameter, String text) throws InvalidConfigurationException {
        String plain = text.strip();
        try {
            URI url = new URI(plain);
            if (url.getRawUserInfo() != null) {
                throw new InvalidConfigurationException(parameter + " is " + shown(plain)
                        + ", with a user or a password before the host. A URL is written into recordings and"
                        + " logs: leave them out, and name the environment variable that holds the key in"
                        + " <keyVariable> of <upstreams>.");
            }
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getRawQuery() == null) {
                return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
            }
        } catch (URISyntaxException problem) {
            // The message below says what is allowed.
        }
        throw new InvalidConfigurationException(parameter + " is " + shown(plain)
                + ". Give the base URL of a service, http or https and without a query, for instance"
                + " https://api.openai.com/v1.");
    }

    /** Returns a rejected URL for a message, without its user and query, which may hold a secret. */
    private static String shown(String url) {
        if (url.contains("@")) {
            // In a text that may not be a URL, the end of a password is unknown.
            int scheme = url.indexOf("://");
            return scheme < 0 || scheme > url.indexOf('@') ? "…" : url.substring(0, scheme) + "://…";
        }
        return url.replaceFirst("[?#].*", "?…");
    }

    private static Redaction redaction(RequestParsingOptions request) throws InvalidConfigurationException {
        List<RedactionRule> rules = new ArrayList<>();
        for (String rule : request.redactions()) {
            try {
                rules.add(RedactionRule.parse(rule));
            } catch (IllegalArgumentException problem) {
                throw new InvalidConfigurationException(
                        problem.getMessage() + " See <redactions> (-Drecorder.redactions).", problem);
            }
        }
        return Redaction.with(rules);
    }
}
