package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.FilterReach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Activation;
import org.apache.maven.model.ActivationFile;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestFiltersTest {

    @TempDir
    private Path directory;

    private Path root;
    private MavenProject project;

    @BeforeEach
    void makeAProject() throws IOException {
        root = directory.toRealPath();
        Model model = new Model();
        model.setBuild(new Build());
        project = new MavenProject(model);
        project.setOriginalModel(model);
        project.setFile(Files.writeString(root.resolve("pom.xml"), "<project/>").toFile());
        project.getBuild()
                .setTestOutputDirectory(root.resolve("target/test-classes").toString());
    }

    private static Profile profile(String source) {
        Profile profile = new Profile();
        profile.setId("quick");
        profile.setSource(source);
        profile.addProperty("it.test", "ChatIT");
        return profile;
    }

    private static Profile activatedBy(String file) {
        Profile profile = profile(Profile.SOURCE_POM);
        Activation activation = new Activation();
        activation.setFile(new ActivationFile());
        activation.getFile().setExists(file);
        profile.setActivation(activation);
        return profile;
    }

    private List<String> filters(Profile active, String... chosen) throws IOException {
        return filters(new Properties(), active, chosen);
    }

    private List<String> filters(Map<String, String> commandLine) throws IOException {
        Properties properties = new Properties();
        properties.putAll(commandLine);
        return filters(properties, new Profile());
    }

    @SuppressWarnings("deprecation") // The only way to make a session without a whole Maven.
    private TestFilters found(Properties commandLine, Profile active, String... chosen) throws IOException {
        DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();
        request.setBaseDirectory(root.toFile()).setUserProperties(commandLine).setSystemProperties(new Properties());
        request.setActiveProfiles(List.of(chosen));
        MavenSession session = new MavenSession(null, null, request, new DefaultMavenExecutionResult());
        session.setProjects(List.of(project));
        session.setAllProjects(List.of(project));
        project.setActiveProfiles(List.of(active));
        return TestFilters.of(session, project, root, root.resolve("src/test/recordings"));
    }

    private List<String> filters(Properties commandLine, Profile active, String... chosen) throws IOException {
        return found(commandLine, active, chosen).texts();
    }

    private FilterReach reach(String property, String value) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(property, value);
        return found(properties, new Profile()).reach();
    }

    @Test
    void knowsWhichPartsOfTheTestsAFilterMayLeaveOut() throws IOException {
        Files.writeString(root.resolve("classes.txt"), "acme/ChatIT.java\nacme/SearchIT.java\n");
        Files.writeString(root.resolve("methods.txt"), "acme/ChatIT.java#asks\n");
        assertThat(reach("skipITs", "false")).isEqualTo(FilterReach.NOTHING);
        assertThat(reach("it.test", "ChatIT,*SearchIT")).isEqualTo(FilterReach.CLASSES);
        assertThat(reach("failsafe.includes", "**/Chat*")).isEqualTo(FilterReach.CLASSES);
        assertThat(reach("failsafe.includesFile", "classes.txt")).isEqualTo(FilterReach.CLASSES);
        assertThat(reach("failsafe.includesFile", "methods.txt")).isEqualTo(FilterReach.METHODS);
        assertThat(reach("failsafe.includesFile", "missing.txt")).isEqualTo(FilterReach.ANYTHING);
        assertThat(reach("skipITs", "true")).isEqualTo(FilterReach.CLASSES);
        assertThat(reach("maven.test.skip.exec", "true")).isEqualTo(FilterReach.CLASSES);
        assertThat(reach("it.test", "ChatIT#asks")).isEqualTo(FilterReach.METHODS);
        assertThat(reach("it.test", "ChatIT$Inner")).isEqualTo(FilterReach.METHODS);
        assertThat(reach("groups", "slow")).isEqualTo(FilterReach.METHODS);
        assertThat(reach("it.test", "ChatIT#asks[2]")).isEqualTo(FilterReach.ANYTHING);
        assertThat(reach("it.test", "%regex[.*Chat.*]")).isEqualTo(FilterReach.ANYTHING);
        assertThat(reach("cucumber.filter.tags", "slow")).isEqualTo(FilterReach.ANYTHING);
        assertThat(reach("surefire.includeJUnit5Engines", "jupiter")).isEqualTo(FilterReach.ANYTHING);
        assertThat(reach("shard", "1")).isEqualTo(FilterReach.ANYTHING);
    }

    @Test
    void aProfileThatIsChosenMayFilter() throws IOException {
        assertThat(filters(profile(Profile.SOURCE_POM), "quick")).containsExactly("-Pquick with it.test=ChatIT");
    }

    @Test
    void aProfileOfTheSettingsMayFilterOnThisMachineOnly() throws IOException {
        assertThat(filters(profile(Profile.SOURCE_SETTINGS))).containsExactly("the profile quick with it.test=ChatIT");
    }

    @Test
    void aProfileThatAFileOutsideOfTheProjectActivatesMayFilterOnThisMachineOnly() throws IOException {
        for (String file : List.of(
                "${user.home}/.quick",
                "${env.CI_HOME}/quick",
                root.resolveSibling("q").toString())) {
            assertThat(filters(activatedBy(file))).containsExactly("the profile quick with it.test=ChatIT");
        }
    }

    @Test
    void aProfileOfThePomThatIsActiveByItselfIsAsGoodAsThePom() throws IOException {
        assertThat(filters(profile(Profile.SOURCE_POM))).isEmpty();
        assertThat(filters(activatedBy("src/quick"))).isEmpty();
        assertThat(filters(activatedBy("${basedir}/src/quick"))).isEmpty();
        assertThat(filters(activatedBy(root.resolve("src/quick").toString()))).isEmpty();
    }

    @Test
    void anAssumptionMayDependOnAnyPropertyOfTheCommandLine() throws IOException {
        assertThat(filters(Map.of("argLine", "-Dslow=no", "slow", "no", "it.test", "ChatIT")))
                .containsExactly(
                        "-Dit.test=ChatIT",
                        "settings that tests can read and .mvn/maven.config does not have: -DargLine, -Dslow");
    }

    @Test
    void aPropertyForMavenOrAnotherPluginReachesNoTest() throws IOException {
        assertThat(filters(Map.of(
                        "maven.repo.local",
                        "r",
                        "recorder.dryRun",
                        "true",
                        "spotless.check.skip",
                        "true",
                        "revision",
                        "2")))
                .isEmpty();
    }

    @Test
    void aPropertyThatTheBuildSetsForAllIsAsGoodAsThePom() throws IOException {
        Files.createDirectory(root.resolve(".mvn"));
        Files.writeString(root.resolve(".mvn/maven.config"), "-Dslow=no\n-Dquick\n-Dit.test=ChatIT\n");
        assertThat(filters(Map.of("slow", "no", "quick", "true"))).isEmpty();
        assertThat(filters(Map.of("slow", "yes")))
                .containsExactly("settings that tests can read and .mvn/maven.config does not have: -Dslow");
        assertThat(filters(Map.of("it.test", "ChatIT"))).containsExactly("-Dit.test=ChatIT");
    }

    @Test
    void aProfileThatIsChosenMayGiveTestsOtherSettings() throws IOException {
        Profile profile = new Profile();
        profile.setId("quick");
        profile.setSource(Profile.SOURCE_POM);
        profile.addProperty("argLine", "-Dslow=no");
        profile.addProperty("other", "no");
        assertThat(filters(profile, "quick")).containsExactly("-Pquick with argLine");
        profile.getProperties().clear();
        profile.setBuild(new Build());
        profile.getBuild().addPlugin(testPlugin("maven-failsafe-plugin", "systemPropertyVariables"));
        assertThat(filters(profile, "quick")).containsExactly("-Pquick with <systemPropertyVariables>");
    }

    @Test
    void aProfileIsNoFilterOfTestsThatOnlyItRuns() throws IOException {
        Profile profile = new Profile();
        profile.setId("it");
        profile.setSource(Profile.SOURCE_POM);
        profile.setBuild(new Build());
        Plugin failsafe = testPlugin("maven-failsafe-plugin", "includes");
        failsafe.addExecution(new PluginExecution());
        profile.getBuild().addPlugin(failsafe);
        assertThat(filters(profile, "it")).isEmpty();
        project.getOriginalModel().getBuild().addPlugin(failsafe);
        assertThat(filters(profile, "it")).containsExactly("-Pit with <includes>");
    }

    private static Plugin testPlugin(String name, String parameter) {
        Plugin plugin = new Plugin();
        plugin.setArtifactId(name);
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        configuration.addChild(new Xpp3Dom(parameter));
        configuration.getChild(parameter).addChild(new Xpp3Dom("child"));
        plugin.setConfiguration(configuration);
        return plugin;
    }
}
