package it;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class NeverRunIT {

    @Test
    void isNotReached() {
        fail("The test JVM should have stopped before.");
    }
}
