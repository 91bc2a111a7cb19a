package io.github.recorder.testjvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Two tests of a plan have two ids. Jupiter's plans are real; those of other engines are built as the engines do. */
@SuppressWarnings("SameNameButDifferent") // Two types with one simple name are what some of these tests are about.
final class TestNamesTest {

    /** A node of a plan in one line: unique id, kind of source, and class, class and method, or display name. */
    private static final Pattern NODE = Pattern.compile("(.*?])(?: (class|method|resource|) ?(.*))?");

    private static final String HERE = TestNamesTest.class.getName() + "$";

    private final Map<String, String> formerIds = new HashMap<>();

    @Test
    void namesTheClassThatRunsANestedClass() {
        assertThat(jupiter(OneIT.class, OtherIT.class))
                .containsExactlyInAnyOrder("OneIT$Inner#asks", "OneIT#own", "OtherIT$Inner#asks", "OtherIT#own");
        assertThat(formerIds)
                .containsEntry("OneIT$Inner#asks", "Base$Inner#asks")
                .containsEntry("OtherIT$Inner#asks", "Base$Inner#asks")
                .containsEntry("OneIT#own", "OneIT#own");
    }

    @Test
    void givesParameterTypesToTestsThatHaveNamesakes() {
        assertThat(jupiter(Overloads.class))
                .containsExactlyInAnyOrder(
                        "Overloads#asks()",
                        "Overloads#asks(TestInfo)",
                        "Overloads#each(int)[1]",
                        "Overloads#each(String[])[1]",
                        "Overloads#each(int[][])[1]",
                        "Overloads#helped",
                        "Overloads#inherited()",
                        "Overloads#inherited(TestInfo)",
                        "Overloads#generic");
        assertThat(formerIds)
                .containsEntry("Overloads#asks()", "Overloads#asks")
                .containsEntry("Overloads#each(int)[1]", "Overloads#each[1]");
    }

    @Test
    void tellsParameterTypesOfTheSameSimpleNameApart() {
        assertThat(jupiter(SameSimpleName.class))
                .containsExactlyInAnyOrder(
                        "SameSimpleName#asks(org.junit.jupiter.api.TestInfo)", "SameSimpleName#asks(OwnInfo$TestInfo)");
    }

    @Test
    void numbersInvocationsAsBefore() {
        assertThat(jupiter(Invocations.class))
                .containsExactlyInAnyOrder(
                        "Invocations#repeated",
                        "Invocations#repeated[1]",
                        "Invocations#repeated[2]",
                        "Invocations#same[1]",
                        "Invocations#same[2]",
                        "Invocations#dynamic[1]",
                        "Invocations#dynamic[2.1]",
                        "Invocations#dynamic[2.2]");
        assertThat(formerIds).allSatisfy((id, former) -> assertThat(former).isEqualTo(id));
    }

    @Test
    void tellsSuitesApart() {
        assertThat(ids(
                        "junit-platform-suite",
                        "[suite:OneSuite] class OneSuite",
                        "[suite:OneSuite]/[engine:junit-jupiter]",
                        "[suite:OneSuite]/[engine:junit-jupiter]/[class:Cases] class Cases",
                        "[suite:OneSuite]/[engine:junit-jupiter]/[class:Cases]/[method:asks()] method Cases asks",
                        "[suite:Outer] class Outer",
                        "[suite:Outer]/[engine:junit-jupiter]",
                        "[suite:Outer]/[engine:junit-jupiter]/[class:Cases] class Cases",
                        "[suite:Outer]/[engine:junit-jupiter]/[class:Cases]/[method:asks()] method Cases asks",
                        "[suite:Outer]/[engine:junit-platform-suite]",
                        "[suite:Outer]/[engine:junit-platform-suite]/[suite:OneSuite] class OneSuite",
                        "[suite:Outer]/[engine:junit-platform-suite]/[suite:OneSuite]/[engine:junit-jupiter]",
                        "[suite:Outer]/[engine:junit-platform-suite]/[suite:OneSuite]/[engine:junit-jupiter]/[class:Cases]"
                                + " class Cases",
                        "[suite:Outer]/[engine:junit-platform-suite]/[suite:OneSuite]/[engine:junit-jupiter]/[class:Cases]"
                                + "/[method:asks()] method Cases asks"))
                .containsExactly("OneSuite/Cases#asks", "Outer/Cases#asks", "Outer/OneSuite/Cases#asks");
        assertThat(formerIds).containsEntry("OneSuite/Cases#asks", "Cases#asks");
    }

    @Test
    void namesScenariosOfCucumberByFeatureAndName() {
        String one = "[feature:classpath%3Afeatures%2Fone.feature]";
        String two = "[feature:classpath%3Afeatures%2Ftwo.feature]";
        assertThat(ids(
                        "cucumber",
                        one + " resource One",
                        one + "/[scenario:3] resource asks",
                        one + "/[scenario:6] resource asks",
                        one + "/[scenario:9] resource asks <x>",
                        one + "/[scenario:9]/[examples:12] resource Examples",
                        one + "/[scenario:9]/[examples:12]/[example:14] resource Example #1.1: asks a",
                        one + "/[scenario:9]/[examples:16] resource Examples",
                        one + "/[scenario:9]/[examples:16]/[example:18] resource Example #2.1: asks b",
                        one + "/[scenario:20] resource asks {x}",
                        one + "/[scenario:20]/[examples:22] resource Examples",
                        one + "/[scenario:20]/[examples:22]/[example:24] resource asks a",
                        one + "/[scenario:20]/[examples:22]/[example:25] resource asks a",
                        one + "/[rule:30] resource One - be nice",
                        one + "/[rule:30]/[scenario:31] resource One - be nice - asks",
                        two + " resource Two",
                        two + "/[scenario:3] resource asks"))
                .containsExactly(
                        "features/one.feature#asks",
                        "features/one.feature#asks[2]",
                        "features/one.feature#asks <x>[1.1]",
                        "features/one.feature#asks <x>[2.1]",
                        "features/one.feature#asks {x}[1.1]",
                        "features/one.feature#asks {x}[1.2]",
                        "features/one.feature#be nice/asks",
                        "features/two.feature#asks");
    }

    @Test
    void namesScenariosThatASuiteRunsByItsClass() {
        String feature = "[suite:RunIT]/[engine:cucumber]/[feature:classpath%3Afeatures%2Fone.feature]";
        assertThat(ids(
                        "junit-platform-suite",
                        "[suite:RunIT] class RunIT",
                        "[suite:RunIT]/[engine:cucumber]",
                        feature + " resource One",
                        feature + "/[scenario:3] resource asks"))
                .containsExactly("RunIT#features/one.feature/asks");
        assertThat(formerIds).containsEntry("RunIT#features/one.feature/asks", "RunIT#scenario:3");
    }

    @Test
    void numbersTheIterationsOfSpock() {
        String feature = "[spec:ChatSpec]/[feature:$spock_feature_0_1]";
        assertThat(ids(
                        "spock",
                        "[spec:ChatSpec] class ChatSpec",
                        "[spec:ChatSpec]/[feature:$spock_feature_0_0] method ChatSpec asks # [1]",
                        feature + " method ChatSpec asks of #p",
                        feature + "/[iteration:0] method ChatSpec asks of #p",
                        feature + "/[iteration:1] method ChatSpec asks of #p"))
                .containsExactly("ChatSpec#asks # [1]", "ChatSpec#asks of #p[0]", "ChatSpec#asks of #p[1]");
    }

    @Test
    void namesTheContextsOfKotest() {
        assertThat(ids(
                        "kotest",
                        "[spec:ChatSpec] class ChatSpec",
                        "[spec:ChatSpec]/[test:asks] class ChatSpec",
                        "[spec:ChatSpec]/[test:in French] class ChatSpec",
                        "[spec:ChatSpec]/[test:in French]/[test:asks] class ChatSpec",
                        "[spec:ChatSpec]/[test:in French]/[test:asks 1 %2F %5Bx%5D] class ChatSpec"))
                .containsExactly(
                        "ChatSpec#test:asks",
                        "ChatSpec#test:in French/test:asks",
                        "ChatSpec#test:in French/test:asks 1 / [x]");
    }

    @Test
    void numbersTheInstancesThatAFactoryOfTestNgMakes() {
        String each = "[class:ChatIT]/[method:each(java.lang.String)@";
        assertThat(ids(
                        "testng",
                        "[class:ChatIT] class ChatIT",
                        "[class:ChatIT]/[method:asks()@0] method ChatIT asks",
                        "[class:ChatIT]/[method:asks()@1] method ChatIT asks",
                        each + "0] method ChatIT each",
                        each + "0]/[invoc:0] method ChatIT each",
                        each + "1] method ChatIT each",
                        each + "1]/[invoc:0] method ChatIT each"))
                .containsExactly("ChatIT#asks[1]", "ChatIT#asks[2]", "ChatIT#each[1.1]", "ChatIT#each[2.1]");
    }

    @Test
    void namesWhatVintageRuns() {
        assertThat(ids(
                        "junit-vintage",
                        "[runner:Par] class Par",
                        "[runner:Par]/[test:%5Bx%5D%5B0%5D]  [x]",
                        "[runner:Par]/[test:%5Bx%5D%5B0%5D]/[test:a%5Bx%5D(Par)] method Par a",
                        "[runner:Par]/[test:%5Bx%5D%5B1%5D]  [x]",
                        "[runner:Par]/[test:%5Bx%5D%5B1%5D]/[test:a%5Bx%5D(Par)] method Par a",
                        "[runner:All] class All",
                        "[runner:All]/[test:Par] class Par",
                        "[runner:All]/[test:Par]/[test:a(Par)] method Par a",
                        "[runner:All]/[test:other]  other",
                        "[runner:All]/[test:other]/[test:Par] class Par",
                        "[runner:All]/[test:other]/[test:Par]/[test:a(Par)] method Par a",
                        "[runner:Th] class Th",
                        "[runner:Th]/[test:t(Th)%5B0%5D] class Th",
                        "[runner:Th]/[test:t(Th)%5B1%5D] class Th",
                        "[runner:JP] class JP",
                        "[runner:JP]/[test:p%5B0%5D]  p",
                        "[runner:JP]/[test:p%5B0%5D]/[test:%5B0%5D 1 (p)] class JP",
                        "[runner:JP]/[test:p%5B1%5D]  p",
                        "[runner:JP]/[test:p%5B1%5D]/[test:%5B0%5D 1, 2 (p)] class JP",
                        "[runner:Outer] class Outer",
                        "[runner:Outer]/[test:Outer$Inner] class Outer$Inner",
                        "[runner:Outer]/[test:Outer$Inner]/[test:a(Outer$Inner)] method Outer$Inner a"))
                .containsExactly(
                        "Par#a[0]",
                        "Par#a[1]",
                        "All/Par#a",
                        "All/other/Par#a",
                        "Th#t[0]",
                        "Th#t[1]",
                        "JP#p[0.0]",
                        "JP#p[1.0]",
                        "Outer$Inner#a");
    }

    @Test
    void givesASuffixToWhatNothingElseTellsApart() {
        List<String> ids = ids(
                "spock",
                "[spec:SubSpec] class SubSpec",
                "[spec:SubSpec]/[feature:$spock_feature_0_0] method SubSpec asks",
                "[spec:SubSpec]/[feature:$spock_feature_1_0] method SubSpec asks");

        assertThat(ids).first().isEqualTo("SubSpec#asks");
        assertThat(ids).last().asString().matches("SubSpec#asks~[0-9a-f]+");
    }

    private List<String> jupiter(Class<?>... classes) {
        return run(
                new org.junit.jupiter.engine.JupiterTestEngine(),
                Stream.of(classes).map(DiscoverySelectors::selectClass).toList());
    }

    /** Returns the ids of the tests of an engine whose plan is one line a node: unique id, source and display name. */
    private List<String> ids(String engine, String... nodes) {
        return run(new FixedEngine(engine, List.of(nodes)), List.of());
    }

    private List<String> run(TestEngine engine, List<? extends DiscoverySelector> selectors) {
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .addTestEngines(engine)
                .build());
        List<String> ids = new ArrayList<>();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), new TestExecutionListener() {
                    private TestPlan plan;

                    @Override
                    public void testPlanExecutionStarted(TestPlan started) {
                        plan = started;
                    }

                    @Override
                    public void executionStarted(TestIdentifier node) {
                        if (node.isTest()) {
                            String former = FormerTestNames.of(node, plan);
                            String name = TestNames.of(node, plan);
                            String id = ReportedNames.of(name, node.getUniqueId(), former).id;
                            ids.add(id.replace(HERE, ""));
                            formerIds.put(
                                    id.replace(HERE, ""), String.valueOf(former).replace(HERE, ""));
                        }
                    }
                });
        return ids;
    }

    private record FixedEngine(String engine, List<String> nodes) implements TestEngine {

        @Override
        public String getId() {
            return "fixed";
        }

        @Override
        public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
            // The ids of some engines are reserved for them, so the engine is a node of its own, as it is in a suite.
            TestDescriptor root = new Node(uniqueId, getId(), null, false);
            Map<UniqueId, TestDescriptor> all = new HashMap<>();
            UniqueId top = uniqueId.append("engine", engine);
            all.put(top, new Node(top, engine, null, false));
            root.addChild(all.get(top));
            for (String line : nodes) {
                Matcher parts = NODE.matcher(line);
                assertThat(parts.matches()).as(line).isTrue();
                String id = parts.group(1);
                boolean test = nodes.stream().noneMatch(other -> other.startsWith(id + "/"));
                UniqueId nodeId = UniqueId.parse(top + "/" + id);
                all.put(nodeId, new Node(nodeId, display(parts), source(parts), test));
                all.get(nodeId.removeLastSegment()).addChild(all.get(nodeId));
            }
            return root;
        }

        private static String display(Matcher parts) {
            return parts.group(3) == null ? "engine" : parts.group(3);
        }

        private static TestSource source(Matcher parts) {
            String text = display(parts);
            String[] words = text.split(" ", 2);
            return switch (String.valueOf(parts.group(2))) {
                case "class" -> ClassSource.from(text);
                case "method" -> org.junit.platform.engine.support.descriptor.MethodSource.from(words[0], words[1], "");
                case "resource" -> ClasspathResourceSource.from("a.feature");
                default -> null;
            };
        }

        @Override
        public void execute(ExecutionRequest request) {
            execute(request.getRootTestDescriptor(), request);
        }

        private static void execute(TestDescriptor node, ExecutionRequest request) {
            request.getEngineExecutionListener().executionStarted(node);
            node.getChildren().forEach(child -> execute(child, request));
            request.getEngineExecutionListener().executionFinished(node, TestExecutionResult.successful());
        }
    }

    private static final class Node extends AbstractTestDescriptor {
        private final boolean test;

        Node(UniqueId uniqueId, String displayName, TestSource source, boolean test) {
            super(uniqueId, displayName, source);
            this.test = test;
        }

        @Override
        public Type getType() {
            return test ? Type.TEST : Type.CONTAINER;
        }
    }

    /** Has nested tests that subclasses inherit. */
    abstract static class Base {

        @Nested
        class Inner {
            @Test
            void asks() {}
        }
    }

    /** Inherits nested tests. */
    static final class OneIT extends Base {
        @Test
        void own() {}
    }

    /** Inherits them, too. */
    static final class OtherIT extends Base {
        @Test
        void own() {}
    }

    /** Has a generic test, and one that the subclass overloads. */
    abstract static class Generic<T> {

        @Test
        void inherited() {}

        abstract void generic(T info);
    }

    /** Has overloads. */
    static final class Overloads extends Generic<TestInfo> {

        @Test
        void asks() {}

        @Test
        void asks(TestInfo info) {
            assertThat(info).isNotNull();
        }

        @ParameterizedTest
        @ValueSource(ints = 1)
        void each(int number) {
            assertThat(number).isPositive();
        }

        @ParameterizedTest
        @MethodSource("arrays")
        void each(String[] words) {
            assertThat(words).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("arraysOfArrays")
        void each(int[][] numbers) {
            assertThat(numbers).isEmpty();
        }

        static Stream<Arguments> arraysOfArrays() {
            return Stream.of(Arguments.of((Object) new int[0][]));
        }

        static Stream<Arguments> arrays() {
            return Stream.of(Arguments.of((Object) new String[0]));
        }

        @Test
        void helped() {
            helped("x");
        }

        private void helped(String text) {
            assertThat(text).isNotEmpty();
        }

        @Test
        void inherited(TestInfo info) {
            assertThat(info).isNotNull();
        }

        @Test
        @Override
        void generic(TestInfo info) {
            assertThat(info).isNotNull();
        }
    }

    /** Has overloads whose parameters have the same simple name. */
    @ExtendWith(OwnInfo.class)
    static final class SameSimpleName {

        @Test
        void asks(org.junit.jupiter.api.TestInfo info) {
            assertThat(info).isNotNull();
        }

        @Test
        void asks(OwnInfo.TestInfo info) {
            assertThat(info).isNotNull();
        }
    }

    /** Gives tests a value whose type has the simple name of one of Jupiter's. */
    static final class OwnInfo implements ParameterResolver {

        private record TestInfo() {}

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestInfo.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new TestInfo();
        }
    }

    /** Has several tests in one method. */
    static final class Invocations {

        @Test
        @RepeatedTest(2)
        void repeated() {}

        @ParameterizedTest(name = "the same")
        @ValueSource(strings = {"x", "x"})
        void same(String text) {
            assertThat(text).isNotEmpty();
        }

        @TestFactory
        Stream<DynamicNode> dynamic() {
            DynamicTest test = DynamicTest.dynamicTest("x", () -> {});
            return Stream.of(test, DynamicContainer.dynamicContainer("x", Stream.of(test, test)));
        }
    }
}
