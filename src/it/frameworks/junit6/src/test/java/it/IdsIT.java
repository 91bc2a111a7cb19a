package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to be a test; each asks once. */
class IdsIT extends Inherited {

    private static final String ANSWER = Chat.ask("Your capital?");

    @BeforeAll
    static void beforeAll() {
        asks();
    }

    @BeforeEach
    void beforeEach() {
        asks();
    }

    private static void asks() {
        assertEquals("Paris", ANSWER);
        assertEquals("Paris", Chat.ask("Your capital?"));
    }

    @Test
    @Disabled
    void disabled() {
        asks();
    }

    @Test
    void plain() {
        asks();
    }

    @Test
    void overloaded() {
        asks();
    }

    @Test
    void overloaded(TestInfo info) {
        asks();
    }

    @ParameterizedTest(name = "the same")
    @ValueSource(strings = {"x", "y"})
    void parameterized(String parameter) {
        asks();
    }

    @RepeatedTest(2)
    void repeated() {
        asks();
    }

    @TestFactory
    Stream<DynamicNode> dynamic() {
        return Stream.of(
                DynamicTest.dynamicTest("the same", IdsIT::asks),
                DynamicContainer.dynamicContainer(
                        "inner",
                        Stream.of(
                                DynamicTest.dynamicTest("the same", IdsIT::asks),
                                DynamicTest.dynamicTest("the same", IdsIT::asks))));
    }

    @Nested
    class Inner {

        @Test
        void plain() {
            asks();
        }
    }
}
