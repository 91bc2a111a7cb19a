package io.github.recorder.testjvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.experimental.runners.Enclosed;
import org.junit.jupiter.api.Test;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.RunWith;
import org.junit.runner.notification.RunListener;
import org.junit.runners.Parameterized;
import org.junit.runners.Suite;

/** Sets of parameters of JUnit 4 have ids of their own, whatever they are named. */
final class JUnit4NamesTest {

    @Test
    void takesTheNumberOfANameThatBeginsWithIt() {
        assertThat(JUnit4Classes.indexes(List.of("[0]", "[1]"))).containsExactly("0", "1");
        // As where only some of the sets run.
        assertThat(JUnit4Classes.indexes(List.of("[2: x]", "[4: y]", "[5 z\nz]")))
                .containsExactly("2", "4", "5");
    }

    @Test
    void countsWhereANumberIsAPartOfTheNameOrTellsTwoSetsApartNot() {
        assertThat(JUnit4Classes.indexes(List.of("[3.5-turbo]", "[3.7-sonnet]")))
                .containsExactly("0", "1");
        assertThat(JUnit4Classes.indexes(List.of("[4o]", "[4-x]", "[4]"))).containsExactly("0", "1", "2");
        assertThat(JUnit4Classes.indexes(List.of("[4 a]", "[4 b]"))).containsExactly("0", "1");
        assertThat(JUnit4Classes.indexes(List.of("[1]", "[x]"))).containsExactly("0", "1");
    }

    @Test
    void givesEachSetAnIdOfItsOwnWhereJUnit4RunsThem() {
        String models = Models.class.getName() + "#asks";
        String equal = EqualNames.class.getName() + "#asks";

        assertThat(ids(Models.class)).containsExactly(models + "[0]", models + "[1]");
        assertThat(ids(EqualNames.class)).containsExactly(equal + "[0]", equal + "[1]", equal + "[2]");
    }

    @Test
    void tellsAClassFromItselfInASuite() {
        String plain = Plain.class.getName();

        assertThat(ids(OneSuite.class, Plain.class, OuterSuite.class, Enclosing.class))
                .containsExactly(
                        OneSuite.class.getName() + "/" + plain + "#asks",
                        plain + "#asks",
                        OuterSuite.class.getName() + "/" + OneSuite.class.getName() + "/" + plain + "#asks",
                        OuterSuite.class.getName() + "/" + plain + "#asks",
                        Enclosing.Inner.class.getName() + "#asks");
    }

    private static List<String> ids(Class<?>... tests) {
        JUnit4Names names = new JUnit4Names();
        List<String> ids = new ArrayList<>();
        JUnitCore core = new JUnitCore();
        core.addListener(new RunListener() {
            @Override
            public void testSuiteStarted(Description suite) {
                if (suite.getTestClass() != null) {
                    names.add(suite);
                }
            }

            @Override
            public void testSuiteFinished(Description suite) {
                if (suite.getTestClass() != null) {
                    names.remove(suite);
                }
            }

            @Override
            public void testStarted(Description test) {
                names.begins(test);
            }

            @Override
            public void testFinished(Description test) {
                ids.add(names.of(test).id);
            }
        });
        assertThat(core.run(tests).wasSuccessful()).isTrue();
        return ids;
    }

    /** Runs alone and in suites. */
    public static final class Plain {

        @org.junit.Test
        public void asks() {
            assertThat(getClass()).isFinal();
        }
    }

    /** A suite. */
    @RunWith(Suite.class)
    @Suite.SuiteClasses(Plain.class)
    public static final class OneSuite {}

    /** A suite of a suite. */
    @RunWith(Suite.class)
    @Suite.SuiteClasses({OneSuite.class, Plain.class})
    public static final class OuterSuite {}

    /** Has its tests in a class of its own, which is no suite. */
    @RunWith(Enclosed.class)
    public static final class Enclosing {

        /** The class. */
        public static final class Inner {

            @org.junit.Test
            public void asks() {
                assertThat(getClass()).isFinal();
            }
        }
    }

    /** Names its sets by versions. */
    @RunWith(Parameterized.class)
    public static final class Models {

        @Parameterized.Parameter
        public String model = "";

        @Parameterized.Parameters(name = "{0}")
        public static Object[] models() {
            return new Object[] {"3.5-turbo", "3.7-sonnet"};
        }

        @org.junit.Test
        public void asks() {
            assertThat(model).startsWith("3.");
        }
    }

    /** Gives sets the same name. */
    @RunWith(Parameterized.class)
    public static final class EqualNames {

        @Parameterized.Parameter
        public String model = "";

        @Parameterized.Parameters(name = "{0}")
        public static Object[] models() {
            return new Object[] {"x", "y", "x"};
        }

        @org.junit.Test
        public void asks() {
            assertThat(model).hasSize(1);
        }
    }
}
