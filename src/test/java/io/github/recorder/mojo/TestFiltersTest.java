package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.FilterReach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Activation;
import org.apache.maven.model.ActivationFile;
import org.apache.maven.model.ActivationProperty;
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
    private final Properties system = new Properties();
    private final List<MavenProject> others = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

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
        request.setBaseDirectory(root.toFile()).setUserProperties(commandLine).setSystemProperties(system);
        request.setActiveProfiles(List.of(chosen));
        request.setInactiveProfiles(refused);
        MavenSession session = new MavenSession(null, null, request, new DefaultMavenExecutionResult());
        session.setProjects(Stream.concat(Stream.of(project), others.stream()).toList());
        session.setAllProjects(session.getProjects());
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

    /** Adds to the pom the profile {@code matrix}, which is active by default, and {@code docs}, which sets nothing. */
    private Profile withAProfileThatIsActiveByDefault() {
        Profile matrix = new Profile();
        matrix.setId("matrix");
        matrix.setSource(Profile.SOURCE_POM);
        matrix.setActivation(new Activation());
        matrix.getActivation().setActiveByDefault(true);
        matrix.addProperty("languages", "all");
        Profile docs = new Profile();
        docs.setId("docs");
        docs.setSource(Profile.SOURCE_POM);
        project.getOriginalModel().addProfile(matrix);
        project.getOriginalModel().addProfile(docs);
        return docs;
    }

    private Profile matrix() {
        return project.getOriginalModel().getProfiles().get(0);
    }

    @Test
    void aProfileThatIsChosenMayLeaveOutTheOneThatIsActiveByDefault() throws IOException {
        Profile docs = withAProfileThatIsActiveByDefault();
        TestFilters found = found(new Properties(), docs, "docs");
        assertThat(found.texts()).containsExactly("-Pdocs, which leaves out the profile matrix");
        assertThat(found.reach()).isEqualTo(FilterReach.ANYTHING);
        assertThat(filters(matrix())).isEmpty();
        assertThat(filters(matrix(), "matrix")).isEmpty();
    }

    @Test
    void aProfileOfAnotherModuleOrAParentMayBeLeftOutToo() throws IOException {
        Profile docs = withAProfileThatIsActiveByDefault();
        MavenProject parent = project;
        parent.setActiveProfiles(List.of(docs));
        makeAProject();
        project.setParent(parent);
        assertThat(filters(new Profile(), "docs")).containsExactly("-Pdocs, which leaves out the profile matrix");
        project.setParent(null);
        others.add(parent);
        assertThat(filters(new Profile(), "docs")).containsExactly("-Pdocs, which leaves out the profile matrix");
    }

    @Test
    void aProfileThatIsRefusedMayHaveMoreTests() throws IOException {
        withAProfileThatIsActiveByDefault();
        refused.add("matrix");
        assertThat(filters(new Profile())).containsExactly("-P!matrix");
        matrix().getActivation().setActiveByDefault(false);
        matrix().getActivation().setJdk("[17,)");
        assertThat(filters(new Profile())).containsExactly("-P!matrix");
        matrix().setActivation(null);
        assertThat(filters(new Profile())).isEmpty();
        matrix().setActivation(new Activation());
        matrix().getProperties().clear();
        assertThat(filters(new Profile())).isEmpty();
    }

    @Test
    void aPropertyMayLeaveOutTheProfileThatIsActiveWithoutIt() throws IOException {
        withAProfileThatIsActiveByDefault();
        matrix().setActivation(new Activation());
        matrix().getActivation().setProperty(new ActivationProperty());
        matrix().getActivation().getProperty().setName("!jacoco.skip");
        assertThat(filters(new Profile())).isEmpty();
        assertThat(filters(Map.of("jacoco.skip", "true")))
                .containsExactly("-Djacoco.skip, which leaves out the profile matrix");
        matrix().getActivation().getProperty().setName("tests");
        matrix().getActivation().getProperty().setValue("!few");
        system.setProperty("tests", "few");
        assertThat(filters(new Profile())).containsExactly("-Dtests, which leaves out the profile matrix");
        Files.createDirectory(root.resolve(".mvn"));
        Files.writeString(root.resolve(".mvn/maven.config"), "-Djacoco.skip=true");
        matrix().getActivation().getProperty().setName("!jacoco.skip");
        assertThat(filters(Map.of("jacoco.skip", "true"))).isEmpty();
    }

    @Test
    void aProfileThatEveryBuildLeavesOutIsNoFilter() throws IOException {
        Profile docs = withAProfileThatIsActiveByDefault();
        docs.setActivation(new Activation());
        docs.getActivation().setProperty(new ActivationProperty());
        docs.getActivation().getProperty().setName("!quick");
        assertThat(filters(docs)).isEmpty();
        docs.getActivation().getProperty().setName("docs");
        system.setProperty("docs", "");
        assertThat(filters(docs)).containsExactly("the profile docs, which leaves out the profile matrix");
        Files.createDirectory(root.resolve(".mvn"));
        Files.writeString(root.resolve(".mvn/maven.config"), "-B\n-Pdocs,!matrix\n");
        assertThat(filters(docs, "docs")).isEmpty();
        refused.add("matrix");
        assertThat(filters(new Profile())).isEmpty();
    }

    @Test
    void anOptionOfAllJvmsReachesTests() throws IOException {
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            system.clear();
            system.setProperty("env." + variable, "-Xmx1g -Dslow='not now' -Dfile.encoding=UTF-8 @more");
            system.setProperty("slow", "not now");
            TestFilters found = found(new Properties(), new Profile());
            assertThat(found.texts())
                    .containsExactly("settings of " + variable + " that tests can read: -Dslow, @more");
            assertThat(found.reach()).isEqualTo(FilterReach.ANYTHING);
        }
        system.setProperty("env._JAVA_OPTIONS", "-Dcucumber.filter.tags=@slow -DskipITs");
        assertThat(filters(new Profile()))
                .containsExactly("_JAVA_OPTIONS=-Dcucumber.filter.tags=@slow", "_JAVA_OPTIONS=-DskipITs");
        system.clear();
        system.setProperty("env.JAVA_TOOL_OPTIONS", "-Xmx1g -javaagent:-Dx.jar -Djava.awt.headless=true");
        assertThat(filters(new Profile())).isEmpty();
    }

    @Test
    void aPropertyOfMavensJvmReachesTheTestPlugins() throws IOException {
        system.setProperty("argLine", "-Dslow=no");
        system.setProperty("slow", "no");
        system.setProperty("maven.home", "m");
        system.setProperty("maven.main.skip", "true");
        system.setProperty("env.SUREFIRE_INCLUDES", "ChatIT");
        assertThat(filters(new Profile()))
                .containsExactly("-DargLine", "-Dmaven.main.skip", "SUREFIRE_INCLUDES=ChatIT");
    }

    @Test
    void aPropertyThatLeavesOldClassesChangesTests() throws IOException {
        for (String name : List.of(
                "maven.main.skip",
                "maven.resources.skip",
                "maven.compiler.failOnError",
                "maven.test.additionalClasspath",
                "maven.build.cache.enabled")) {
            assertThat(filters(Map.of(name, "yes"))).containsExactly("-D" + name);
            assertThat(reach(name, "yes")).isEqualTo(FilterReach.ANYTHING);
        }
        Profile profile = new Profile();
        profile.setId("quick");
        profile.setSource(Profile.SOURCE_POM);
        profile.addProperty("maven.main.skip", "true");
        assertThat(filters(profile, "quick")).containsExactly("-Pquick with maven.main.skip");
        assertThat(filters(Map.of("maven.unknown", "yes")))
                .containsExactly("settings that tests can read and .mvn/maven.config does not have: -Dmaven.unknown");
        assertThat(filters(Map.of(
                        "maven.javadoc.skip", "true",
                        "maven.wagon.http.pool", "false",
                        "maven.repo.local.tail", "t",
                        "aether.connector.requestTimeout", "9",
                        "maven.test.failure.ignore", "true")))
                .isEmpty();
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
