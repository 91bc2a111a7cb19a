package io.github.recorder.mojo;

import io.github.recorder.check.RecordingAcceptance;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.lifecycle.CheckService;
import io.github.recorder.lifecycle.InvalidConfigurationException;
import io.github.recorder.lifecycle.RecordingOptions;
import io.github.recorder.recording.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Takes chosen live responses of the last {@code check} over into the recordings, without asking a service again. A
 * recording that changed since the check, or whose new response holds a secret, is refused and stays as it is.
 *
 * @since 0.1.0
 */
@Mojo(name = "accept", threadSafe = true)
final class AcceptMojo extends CheckingMojo {

    /**
     * The recordings whose live responses are accepted, separated by commas: paths as the check prints them, the
     * beginnings of file names, at least six characters, or test ids, in which {@code *} matches any characters, for
     * instance {@code com.acme.ChatIT#*}. Required.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.accept")
    private @Nullable List<@Nullable String> accept;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        List<String> chosen = chosen(accept);
        if (chosen.isEmpty()) {
            throw new MojoExecutionException("Nothing is chosen to accept. Name the recordings with -Drecorder.accept:"
                    + " files of the last check, or test ids, with * for any characters.");
        }
        RecordingAcceptance result;
        try {
            RecordingOptions options = RecordingOptions.checking(
                    UpstreamParameter.reading(List.of(), null, null, null, allowedSecrets(), null),
                    RecordingOptions.REPLAY.connectTimeoutSeconds(),
                    RecordingOptions.REPLAY.answerTimeoutSeconds(),
                    System.getenv(),
                    properties(),
                    new SettingsProxies(session()));
            result = CheckService.accept(recordings(), workDirectory(), options, chosen);
        } catch (InvalidConfigurationException problem) {
            throw new MojoExecutionException(problem.getMessage(), problem);
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The results of the check cannot be read: " + FileFailure.message(problem) + ".", problem);
        }
        int count = result.accepted().size();
        getLog().info("Recorder: " + count + (count == 1 ? " recording" : " recordings") + " of " + shown(recordings())
                + " accepted");
        result.accepted().forEach(path -> getLog().info("Recorder:   " + VisibleText.of(path)));
        writeReport(); // It no longer shows what is accepted.
        List<String> refused = new ArrayList<>(result.refused());
        Map<String, String> unmatched = result.unmatched();
        // Another module may have them.
        Optional<Set<String>> inAllModules = ModuleFindings.add(
                session(),
                execution(),
                chosen.stream().filter(name -> !unmatched.containsKey(name)).toList());
        unmatched.forEach((name, sentence) -> {
            if (inAllModules.filter(found -> !found.contains(name)).isPresent()) {
                refused.add(sentence);
            } else {
                getLog().info("Recorder: no recording of this module is accepted for " + VisibleText.of(name));
            }
        });
        if (!refused.isEmpty()) {
            throw new MojoFailureException("Not all could be accepted:\n  - "
                    + refused.stream().map(VisibleText::of).collect(Collectors.joining("\n  - ")));
        }
    }

    /** Returns the names that are given. Maven reads an empty one, as after a comma at the end, as null. */
    static List<String> chosen(@Nullable List<@Nullable String> given) {
        List<String> chosen = new ArrayList<>();
        for (@Nullable String name : given == null ? List.<@Nullable String>of() : given) {
            if (name != null && !name.isBlank()) {
                chosen.add(name.strip());
            }
        }
        return chosen.stream().distinct().toList();
    }
}
