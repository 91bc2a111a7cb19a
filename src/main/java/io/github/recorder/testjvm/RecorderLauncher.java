package io.github.recorder.testjvm;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Connects this JVM to the recorder of a work directory, and starts one if none is running. Test JVMs do so one after
 * another, because each holds the lock of the file {@code launch.lock} meanwhile, so that two of them start one
 * recorder. The recorder takes the same lock before it ends.
 */
final class RecorderLauncher {

    private static final int LONGEST_START_SECONDS = 60;
    private static final int LOOK_MILLIS = 50;
    private static final int UNICODE_DIGITS = 4;
    private static final int HEXADECIMAL = 16;

    private final File directory;

    RecorderLauncher(File directory) {
        this.directory = directory;
    }

    /**
     * Returns the settings of a recorder to which this JVM is then connected.
     *
     * @throws IOException if there is none and none can be started; the message is the reason, a sentence
     */
    Properties connect() throws IOException {
        File lock = new File(directory, "launch.lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(lock.toPath(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException readOnly) {
            return runningOr(
                    directory.isDirectory()
                            ? lock + " cannot be written."
                            : directory + " does not exist, because no Maven build with the plugin has run.");
        }
        try (FileChannel locked = channel;
                FileLock held = lock(locked)) {
            Properties running = running();
            return running == null && held.isValid() ? start() : running;
        }
    }

    /** Without the lock nothing can be started, but a recorder may be running. */
    private Properties runningOr(String reason) throws IOException {
        Properties running = running();
        if (running == null) {
            throw new IOException(reason);
        }
        return running;
    }

    /** Takes the lock. Another class loader of this JVM may hold it. */
    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException held) {
                pause();
            }
        }
    }

    /** Connects to a recorder that is running, and returns its settings; null if there is none. */
    private Properties running() {
        File jar = new File(directory, "recorder-listener.jar");
        Properties running =
                connected(new File(directory, "connection.properties").toURI().toString());
        return running == null ? connected("jar:" + jar.toURI() + "!/META-INF/recorder/settings.properties") : running;
    }

    /** Returns the settings; null if they cannot be read, or if their recorder has ended or was killed. */
    private static Properties connected(String url) {
        try {
            Properties settings = SettingsResource.read(new URL(url));
            String session = PluginConnection.connect(
                    settings.getProperty("events.host"),
                    settings.getProperty("events.port"),
                    settings.getProperty("events.token"));
            return session == null ? null : settings;
        } catch (IOException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private Properties start() throws IOException {
        File plan = new File(directory, "launch.json");
        if (!plan.isFile()) {
            throw new IOException(plan + " does not exist, because no Maven build with the plugin has run.");
        }
        String json = new String(Files.readAllBytes(plan.toPath()), StandardCharsets.UTF_8);
        String version = text(json, "version");
        String own = RecorderLauncher.class.getPackage().getImplementationVersion();
        if (own != null && !own.equals(version)) {
            throw new IOException(plan + " is of version " + version + " of the plugin, and the listener on the test"
                    + " class path is of version " + own + ". Use one version for both.");
        }
        String java = text(json, "java");
        String classPath = text(json, "classPath");
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator))) {
            if (!new File(entry).exists()) {
                throw new IOException(plan + " is out of date, because " + entry + " no longer exists.");
            }
        }
        File log = new File(directory, "launch.log");
        // The first test waits for the start, and few recorders live long enough to be compiled well.
        ProcessBuilder command = new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Nobody configured logging here, and the log is for people.
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                classPath,
                text(json, "mainClass"),
                plan.getAbsolutePath());
        // Options for the test JVM, such as a debugger's port, are not for the recorder.
        command.environment().remove("JAVA_TOOL_OPTIONS");
        command.environment().remove("JDK_JAVA_OPTIONS");
        command.redirectErrorStream(true).redirectOutput(log);
        return connected(command.start(), log);
    }

    private Properties connected(Process recorder, File log) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS)) {
            Properties running = running();
            if (running != null) {
                System.err.println("Recorder: replaying with the configuration of the last Maven run. Misses are"
                        + " explained, and what was served is counted, in " + log + ".");
                return running;
            }
            if (!recorder.isAlive()) {
                throw new IOException("it ended with exit code " + recorder.exitValue() + "; see " + log + ".");
            }
            pause();
        }
        recorder.destroy();
        throw new IOException("it did not start within " + LONGEST_START_SECONDS + " seconds; see " + log + ".");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the thread was interrupted.");
        }
    }

    /** Returns the first text of a name in the JSON document, which the plugin writes before all nested ones. */
    private static String text(String json, String name) throws IOException {
        String start = "\"" + name + "\": \"";
        int found = json.indexOf(start);
        StringBuilder text = new StringBuilder();
        for (int i = found + start.length(); found >= 0 && i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') {
                return text.toString();
            }
            if (c == '\\' && i + 1 < json.length()) {
                c = json.charAt(++i);
                if (c == 'u' && i + UNICODE_DIGITS < json.length()) {
                    c = (char) Integer.parseInt(json.substring(i + 1, i + 1 + UNICODE_DIGITS), HEXADECIMAL);
                    i += UNICODE_DIGITS;
                }
            }
            text.append(c);
        }
        throw new IOException("launch.json has no " + name + ".");
    }
}
