package io.github.recorder.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JettyLogLevelTest {

    private static final String MAVEN_3 = "org.slf4j.simpleLogger.log.org.eclipse.jetty";
    private static final String MAVEN_4 = "maven.logger.log.org.eclipse.jetty";

    @BeforeEach
    @AfterEach
    void clear() {
        System.clearProperty(MAVEN_3);
        System.clearProperty(MAVEN_4);
    }

    @Test
    void holdsForAsLongAsItIsOpen() {
        try (JettyLogLevel level = JettyLogLevel.warnings()) {
            assertThat(level).isNotNull();
            assertThat(System.getProperty(MAVEN_3)).isEqualTo("warn");
            assertThat(System.getProperty(MAVEN_4)).isEqualTo("warn");
        }
        assertThat(System.getProperty(MAVEN_3)).isNull();
        assertThat(System.getProperty(MAVEN_4)).isNull();
    }

    @Test
    void leavesAloneWhatTheUserHasSet() {
        System.setProperty(MAVEN_3, "debug");
        try (JettyLogLevel level = JettyLogLevel.warnings()) {
            assertThat(level).isNotNull();
            assertThat(System.getProperty(MAVEN_3)).isEqualTo("debug");
        }
        assertThat(System.getProperty(MAVEN_3)).isEqualTo("debug");
    }

    @Test
    void leavesAloneWhatSomebodyHasChangedSince() {
        try (JettyLogLevel level = JettyLogLevel.warnings()) {
            assertThat(level).isNotNull();
            System.setProperty(MAVEN_4, "info");
        }
        assertThat(System.getProperty(MAVEN_4)).isEqualTo("info");
    }

    @Test
    void endsWithTheOneThatSetIt() {
        JettyLogLevel first = JettyLogLevel.warnings();
        JettyLogLevel second = JettyLogLevel.warnings();
        second.close();
        assertThat(System.getProperty(MAVEN_3)).isEqualTo("warn");
        first.close();
        assertThat(System.getProperty(MAVEN_3)).isNull();
    }
}
