package io.github.recorder.mojo;

import io.github.recorder.ledger.ArtifactFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * An artifact with recordings, as a user names it.
 *
 * @param classifier the classifier; {@link #CLASSIFIER} unless the user names another
 */
record ArtifactParameter(String groupId, String artifactId, String version, String classifier) {

    /** The classifier of recordings. */
    static final String CLASSIFIER = "recordings";

    /** The type of recordings. */
    static final String TYPE = "zip";

    private static final String PART = "([A-Za-z0-9_.-]+)";
    private static final Pattern COORDINATES =
            Pattern.compile(PART + ":" + PART + ":([^:/\\\\\\s]+)(?::" + PART + ")?");

    /** A version of which Maven finds another one at another time, without a change of the pom. */
    private static final Pattern NO_VERSION = Pattern.compile("[\\[(].*|.*,.*|LATEST|RELEASE");

    /** A URL in a message, up to the next one; its password may have any character in it. */
    private static final Pattern URL = Pattern.compile("://(?:(?![\\s('\"<,]\\w+://).)*");

    /**
     * Parses a list of coordinates.
     *
     * @throws MojoExecutionException if one is empty, is not understood, or names an artifact for the second time
     */
    static List<ArtifactParameter> all(List<@Nullable String> list) throws MojoExecutionException {
        Map<String, ArtifactParameter> byName = new LinkedHashMap<>();
        for (String each : list) {
            ArtifactParameter artifact = of(each == null ? "" : each);
            ArtifactParameter other = byName.putIfAbsent(artifact.name("*"), artifact);
            if (other != null) {
                throw new MojoExecutionException("<artifacts> (-Drecorder.artifacts) names both "
                        + other.name(other.version()) + " and " + artifact.name(artifact.version())
                        + ". Name each artifact once, in one version.");
            }
        }
        return List.copyOf(byName.values());
    }

    /** Parses coordinates. */
    static ArtifactParameter of(String text) throws MojoExecutionException {
        String coordinates = text.strip();
        Matcher parts = COORDINATES.matcher(coordinates);
        if (!parts.matches()) {
            throw wrong(coordinates, "Give groupId:artifactId:version, for instance com.acme:shop-recordings:1.4.");
        }
        if (NO_VERSION.matcher(parts.group(3)).matches()) {
            throw wrong(
                    coordinates,
                    "Give one version, because with a range the same code would be tested with other recordings"
                            + " tomorrow.");
        }
        String classifier = parts.group(4);
        return new ArtifactParameter(
                parts.group(1), parts.group(2), parts.group(3), classifier == null ? CLASSIFIER : classifier);
    }

    private static MojoExecutionException wrong(String coordinates, String advice) {
        return new MojoExecutionException("<artifacts> (-Drecorder.artifacts) names "
                + (coordinates.isEmpty() ? "nothing" : withoutCredentials(coordinates)) + ". " + advice);
    }

    private static String withoutCredentials(String coordinates) {
        int at = coordinates.lastIndexOf('@');
        int query = coordinates.indexOf('?');
        if (query >= 0 && query < at) {
            return "…"; // The question mark may be in the password, or the @ in the query.
        }
        return (at < 0 ? coordinates : "…" + coordinates.substring(at)).replaceFirst("(?s)\\?.*", "?…");
    }

    /**
     * Returns a message without the credentials that URLs in it may have: everything up to the last {@code @}, and the
     * query.
     */
    static String masked(String message) {
        return URL.matcher(message).replaceAll(found -> {
            String url = found.group().substring(3);
            int at = url.lastIndexOf('@');
            int query = url.indexOf('?');
            // A question mark before the @ may be in the password, or the @ in the query.
            String shown = at >= 0 && query >= 0 && query < at
                    ? "…" + url.substring(at).replaceFirst("\\S+", "")
                    : (at < 0 ? url : "…" + url.substring(at)).replaceFirst("\\?\\S*", "?…");
            return Matcher.quoteReplacement("://" + shown);
        });
    }

    /** Resolves the artifact from the repositories of a project. */
    ArtifactFile resolve(RepositorySystem repositories, MavenSession session, MavenProject project)
            throws MojoExecutionException {
        if (isOf(project)) {
            throw wrong(
                    name(version),
                    "That is this project itself, which has yet to be packaged. Name an earlier version, or another"
                            + " artifact.");
        }
        try {
            Artifact artifact = repositories
                    .resolveArtifact(
                            session.getRepositorySession(),
                            new ArtifactRequest(
                                    new DefaultArtifact(groupId, artifactId, classifier, TYPE, version),
                                    project.getRemoteProjectRepositories(),
                                    null))
                    .getArtifact();
            return new ArtifactFile(
                    name(artifact.getVersion()), artifact.getFile().toPath());
        } catch (ArtifactResolutionException problem) {
            // Not as the cause, because its text may contain the password of a repository's URL.
            throw new MojoExecutionException("The artifact " + name(version)
                    + " of <artifacts> (-Drecorder.artifacts) cannot be resolved: "
                    + masked(String.valueOf(problem.getMessage())));
        }
    }

    /** Returns whether a project has these coordinates. */
    boolean isOf(MavenProject project) {
        return groupId.equals(project.getGroupId())
                && artifactId.equals(project.getArtifactId())
                && version.equals(project.getVersion());
    }

    /** Returns the coordinates for messages, with the version that was resolved. */
    String name(String resolved) {
        return groupId + ":" + artifactId + ":" + resolved + (classifier.equals(CLASSIFIER) ? "" : ":" + classifier);
    }
}
