package io.github.recorder.mojo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.plugin.MojoExecution;
import org.jspecify.annotations.Nullable;

/**
 * Finds the plugins that ran before {@code start} and whose configuration names the server. It had no address at that
 * time, so Maven passed them the literal {@code ${recorder.openai.url}}.
 */
final class EarlierPlugins {

    private static final Pattern SERVER_PROPERTY = Pattern.compile("\\$\\{(recorder\\.(?:[A-Za-z0-9._-]+\\.)?url)}");

    private EarlierPlugins() {}

    /** Returns a sentence for each such plugin; none if the order of the build is unknown. */
    static List<String> warnings(MavenSession session, MojoExecution start) {
        List<String> warnings = new ArrayList<>();
        for (MojoExecution earlier : BuildPlan.of(session).before(start)) {
            TreeSet<String> properties = new TreeSet<>();
            Matcher matcher = SERVER_PROPERTY.matcher(configuration(earlier));
            while (matcher.find()) {
                properties.add("${" + matcher.group(1) + "}");
            }
            if (!properties.isEmpty()) {
                warnings.add("The plugin " + earlier.getArtifactId() + " (goal " + earlier.getGoal() + ", execution "
                        + earlier.getExecutionId() + ") ran before this one, and its configuration has "
                        + String.join(", ", properties)
                        + ", which had no value yet. Put the recorder before it in the pom,"
                        + " or bind the goal start to an earlier phase, for instance <phase>package</phase>.");
            }
        }
        return warnings;
    }

    private static String configuration(MojoExecution execution) {
        @Nullable
        ConfigurationContainer configured =
                execution.getPlugin().getExecutionsAsMap().get(execution.getExecutionId());
        return Optional.ofNullable(configured)
                .or(() -> Optional.of(execution.getPlugin()))
                .map(ConfigurationContainer::getConfiguration)
                .map(Object::toString)
                .orElse("");
    }
}
