package io.github.recorder.mojo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The names of the plugin's parameters and properties, as its descriptor lists them. Maven ignores an element or a
 * property that no goal knows, so a typing error would have no visible effect.
 *
 * @param elements the elements that a {@code <configuration>} of the plugin may hold, those of all goals
 * @param properties the properties that the goals read, such as {@code recorder.mode}
 */
record ParameterNames(Set<String> elements, Set<String> properties) {

    private static final String PREFIX = "recorder.";

    /** The server's address for one service, which a run publishes and a user may override. */
    private static final String PUBLISHED = ".url";

    /** Poms often use this property for the plugin's version. */
    private static final String VERSION = "recorder.version";

    /** The maximum distance between a name in a pom and a known one that counts as a typing error. */
    private static final int TYPING_ERROR = 2;

    /** The elements in which each name may occur once. All others are lists. */
    private static final Set<String> NAMED = Set.of("configuration", "matching", "clients");

    /** The lists whose items are such elements, too. */
    private static final Set<String> LISTS = Set.of("upstreams", "replace");

    /** Returns the names in a plugin's descriptor. */
    static ParameterNames of(PluginDescriptor plugin) {
        Set<String> elements = new TreeSet<>();
        Set<String> properties = new TreeSet<>();
        for (MojoDescriptor goal : plugin.getMojos()) {
            for (Parameter parameter : Optional.ofNullable(goal.getParameters()).orElse(List.of())) {
                if (parameter.isEditable()) {
                    elements.add(parameter.getName());
                    Optional.ofNullable(parameter.getAlias()).ifPresent(elements::add);
                }
            }
            Optional.ofNullable(goal.getMojoConfiguration()).stream()
                    .flatMap(configuration -> Stream.of(configuration.getChildren()))
                    .map(child -> child.getValue(""))
                    .filter(value -> value.startsWith("${" + PREFIX) && value.endsWith("}"))
                    .forEach(value -> properties.add(value.substring(2, value.length() - 1)));
        }
        return new ParameterNames(elements, properties);
    }

    /**
     * Returns a sentence for each element and property that no goal knows, and for each element that is given twice
     * where Maven uses one. Every unknown {@code recorder.} property of the command line is reported. One of a pom is
     * reported only if it is nearly a known one, because the pom may use it itself.
     */
    List<String> problems(MavenProject project, MavenSession session, Plugin plugin) {
        List<String> problems = new ArrayList<>();
        configurations(plugin)
                .flatMap(configuration -> Stream.of(configuration.getChildren()))
                .map(Xpp3Dom::getName)
                .filter(name -> !elements.contains(name))
                .distinct()
                .forEach(name -> problems.add("<" + name + "> is not a parameter of the recorder plugin."
                        + nearest(name, elements)
                                .map(known -> " Did you mean <" + known + ">?")
                                .orElse(" Its parameters are: " + String.join(", ", elements) + ".")));
        configurations(plugin)
                .flatMap(configuration -> repeated(configuration, false))
                .distinct()
                .forEach(problems::add);
        names(session.getUserProperties())
                .forEach(name -> problems.add("-D" + name + " is not a property of the recorder plugin."
                        + nearest(name, properties)
                                .map(known -> " Did you mean -D" + known + "?")
                                .orElse(" Its properties are: " + String.join(", ", properties) + ".")));
        names(project.getProperties())
                .forEach(name -> nearest(name, properties)
                        .filter(known -> distance(name, known) <= TYPING_ERROR)
                        .ifPresent(known -> problems.add("The property " + name
                                + " of the pom is not a property of the recorder plugin. Did you mean " + known
                                + "?")));
        return problems;
    }

    private static Stream<Xpp3Dom> configurations(Plugin plugin) {
        return Stream.concat(Stream.of(plugin), plugin.getExecutions().stream())
                .map(ConfigurationContainer::getConfiguration)
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast);
    }

    /**
     * Returns a sentence for each element that is given twice where Maven uses only the last one.
     *
     * @param item whether the element is an item of a list whose items have elements with names of their own
     */
    private static Stream<String> repeated(Xpp3Dom element, boolean item) {
        List<Xpp3Dom> children = List.of(element.getChildren());
        Set<String> seen = new HashSet<>();
        Stream<String> here = children.stream()
                .map(Xpp3Dom::getName)
                .filter(name -> item || NAMED.contains(element.getName()))
                .filter(name -> !seen.add(name))
                .map(name -> "<" + name + "> is given more than once in <" + element.getName()
                        + "> of the recorder plugin, and Maven would use only the last one. Put the contents of all"
                        + " into one <" + name + ">.");
        return Stream.concat(
                here, children.stream().flatMap(child -> repeated(child, LISTS.contains(element.getName()))));
    }

    private Stream<String> names(Properties given) {
        return given.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX) && !name.endsWith(PUBLISHED) && !name.equals(VERSION))
                .filter(name -> !properties.contains(name))
                .sorted();
    }

    /** Returns the known name with the smallest distance; empty if it differs in more than half of the characters. */
    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .min((one, other) -> Integer.compare(distance(name, one), distance(name, other)))
                .filter(best -> 2 * distance(plain(name), plain(best))
                        <= Math.max(plain(name).length(), plain(best).length()));
    }

    private static String plain(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** Returns the Levenshtein distance between two names, ignoring case. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                int substituted = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
