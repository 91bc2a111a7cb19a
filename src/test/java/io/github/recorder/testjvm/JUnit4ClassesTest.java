package io.github.recorder.testjvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.runner.Description;
import org.junit.runner.RunWith;
import org.junit.runner.Runner;
import org.junit.runner.notification.RunNotifier;
import org.junit.runners.JUnit4;

final class JUnit4ClassesTest {

    private static final Set<String> INITIALIZED = ConcurrentHashMap.newKeySet();

    @Test
    void aClassIsInitializedUnlessItsRunnerMayLoadItElsewhere() {
        for (Class<?> type : new Class<?>[] {Plain.class, OfJUnit.class, OfAnother.class}) {
            initialize(type.getName());
        }

        assertThat(INITIALIZED).contains("Plain", "OfJUnit").doesNotContain("OfAnother");
    }

    @Test
    void whatAnInitializerThrowsIsTheTests() {
        assertThatCode(() -> initialize(Failing.class.getName())).doesNotThrowAnyException();
        assertThatCode(() -> initialize("no.such.Type")).doesNotThrowAnyException();

        assertThat(INITIALIZED).contains("Failing");
    }

    private static void initialize(String name) {
        JUnit4Classes.initialize(name, JUnit4ClassesTest.class.getClassLoader());
    }

    static final class Plain {
        static {
            INITIALIZED.add("Plain");
        }
    }

    @RunWith(JUnit4.class)
    static final class OfJUnit {
        static {
            INITIALIZED.add("OfJUnit");
        }
    }

    @RunWith(Other.class)
    static final class OfAnother {
        static {
            INITIALIZED.add("OfAnother");
        }
    }

    static final class Failing {
        static {
            INITIALIZED.add("Failing");
            fail();
        }

        private static void fail() {
            throw new AssertionError("as an assert in a static initializer does");
        }
    }

    /** Runs nothing. */
    static final class Other extends Runner {
        @Override
        public Description getDescription() {
            return Description.EMPTY;
        }

        @Override
        public void run(RunNotifier notifier) {
            notifier.fireTestStarted(Description.EMPTY);
        }
    }
}
