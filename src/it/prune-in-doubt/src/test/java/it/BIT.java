package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BIT {

    @Test
    void asks() {
        assertEquals("b", Chat.ask("Who asks?"));
        if (Boolean.getBoolean("crash")) {
            Runtime.getRuntime().halt(3);
        }
        if (Boolean.getBoolean("kill")) {
            maven().destroyForcibly();
            Runtime.getRuntime().halt(0);
        }
    }

    /** Returns the process that started this one, with perhaps a shell between them. */
    private static ProcessHandle maven() {
        Optional<ProcessHandle> above = ProcessHandle.current().parent();
        while (above.isPresent()
                && !above.get().info().commandLine().orElse("").contains("plexus.classworlds.launcher.Launcher")) {
            above = above.get().parent();
        }
        return above.orElseThrow(() -> new AssertionError("Maven's process cannot be seen from here"));
    }
}
