package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.lifecycle.InspectionOutcome;
import io.github.recorder.lifecycle.RecordingInspector;
import io.github.recorder.lifecycle.RequestFile;
import io.github.recorder.lifecycle.RequestParsingOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Explains, without a server, what would happen to a request: which recording would be served, which others match it
 * and why they rank lower, and, if none matches, which are nearest and where they differ; also the hash and the JSON
 * that it is computed from. Works with or without a pom. Fails if no recording matches.
 *
 * @since 0.1.0
 */
@Mojo(name = "diagnose", requiresProject = false, threadSafe = true)
final class DiagnoseMojo extends InspectingMojo {

    /**
     * The file with the request: the JSON of its body alone, or an HTTP request of a line {@code POST /v1/embeddings},
     * headers, an empty line and the body. {@code X-Recorder-Test-Id} is the only header that counts. Required, unless
     * {@code suggest} is set.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.request")
    private @Nullable File request;

    /**
     * Whether to print rules instead of explaining a request: the {@code <matching>} rules under which the misses of
     * the last run would have matched, if they differ from a recording only by dates, ids, counters and the like. They
     * are in one element that can be pasted into the plugin's configuration. Fails if there is no such rule.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.suggest", defaultValue = "false")
    private boolean suggest;

    /**
     * The id of the test that sends the request, for instance {@code com.acme.ChatIT#answers}. If unset, the request is
     * treated as having no test.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.test")
    private @Nullable String test;

    /**
     * The path to POST to if the file contains only a body, as the server sees it, with or without the name of the
     * service at its beginning, for instance {@code /openai/v1/responses}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.endpoint", defaultValue = "/v1/chat/completions")
    private String endpoint;

    /**
     * Whether a test may be served a recording of another test: {@code strict}, {@code prefer} or {@code shared}, as
     * for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.isolation", defaultValue = "prefer")
    private String isolation;

    /**
     * The real services that are not built in, or that differ from the built-in ones; as for {@code start}. They define
     * the first segment of a path, and they affect the hash.
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable List<UpstreamParameter> upstreams;

    /**
     * The real service of requests whose base URL names none; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.upstream")
    private @Nullable String upstream;

    /**
     * The base URL that recordings name instead of that of the real service; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordAs")
    private @Nullable String recordAs;

    /**
     * Further values to replace by {@code REDACTED} before requests are compared; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.redactions")
    private @Nullable List<String> redactions;

    /**
     * Your own rules about equal requests; as for {@code start}.
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable MatchingParameter matching;

    @Override
    RequestParsingOptions reading() {
        return UpstreamParameter.reading(
                upstreams == null ? List.of() : upstreams, upstream, recordAs, redactions, null, matching);
    }

    @Override
    InspectionOutcome inspect(RecordingInspector inspection) throws MojoExecutionException {
        if (suggest) {
            Path misses = Path.of(project().getBuild().getDirectory(), "recorder", "misses");
            return inspection.suggest(misses, shown(misses));
        }
        if (request == null) {
            throw new MojoExecutionException(
                    "There is no request to look at. Name its file with -Drecorder.request=FILE,"
                            + " or have rules suggested for the misses of the last run with -Drecorder.suggest.");
        }
        try {
            return inspection.diagnose(
                    RequestFile.read(request.toPath(), test, endpoint), IsolationParameter.isolation(isolation));
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The file " + request + " of -Drecorder.request cannot be read: " + FileFailure.reason(problem)
                            + ".",
                    problem);
        }
    }
}
