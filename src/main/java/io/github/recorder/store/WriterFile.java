package io.github.recorder.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hidden file that a process keeps beside a recording while it writes one: {@code .recorder-PID-RANDOM-NAME}. It is
 * never a recording. Its name shows whether the process that writes it still runs. Thread-safe.
 */
record WriterFile(Path file) {

    private static final String PREFIX = ".recorder-";

    private static final Pattern NAME = Pattern.compile("\\.recorder-([0-9]{1,18})-[0-9a-f]{8}-(.+)");

    private static final String TEMPORARY = ".tmp";
    private static final String JSON = ".json";

    /** No write takes this long, so an older temporary file belongs to a process that died. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    /** Systems tell the start of a process to the second. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** The files that this process writes. */
    private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

    /** Returns a file for a content that will be moved to its target at once. {@link #close} ends its use. */
    static WriterFile temporary(Path target) {
        return open(target, "0" + TEMPORARY);
    }

    /** Returns a new file of this process beside another. {@link #close} ends its use. */
    static WriterFile open(Path beside, String name) {
        String random = UUID.randomUUID().toString().substring(0, 8);
        String full = PREFIX + ProcessHandle.current().pid() + "-" + random + "-" + name;
        OPEN.add(full);
        return new WriterFile(beside.resolveSibling(full));
    }

    /** Returns a new file of this process beside a recording, with its name and another suffix. */
    static WriterFile ofRecording(Path recording, String suffix) {
        String name = String.valueOf(recording.getFileName());
        return open(recording, name.substring(0, name.length() - JSON.length()) + suffix);
    }

    /** Returns whether this is the name of a writer's file. */
    static boolean isName(String name) {
        return name.startsWith(PREFIX)
                && (name.endsWith(TEMPORARY) || NAME.matcher(name).matches());
    }

    /** Notes that this process no longer writes the file. */
    void close() {
        OPEN.remove(name());
    }

    /** Ends the use of the file and deletes it, if that is possible. */
    void delete() {
        close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            return; // The next start meets it.
        }
    }

    /**
     * Returns the recording that a file made by {@link #ofRecording} is beside.
     *
     * @param path the path of this file in the recordings directory; that of the recording is returned
     */
    String recording(String path, String suffix) {
        String name = givenName();
        return folder(path) + name.substring(0, name.length() - suffix.length()) + JSON;
    }

    /** Returns the path of this file, given that of a file beside it. */
    String pathBeside(String path) {
        return folder(path) + name();
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    boolean isTemporary() {
        return name().endsWith(TEMPORARY);
    }

    /** Returns the name that was given to {@link #open}. */
    String givenName() {
        Matcher parts = NAME.matcher(name());
        return parts.matches() ? parts.group(2) : name();
    }

    /**
     * Returns whether this is a regular file that no running process writes. A process with the same id counts only if
     * it is older than the file.
     */
    boolean isAbandoned() throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Instant modified = attributes.lastModifiedTime().toInstant();
        boolean old = modified.isBefore(Instant.now().minus(ABANDONED_AFTER));
        return attributes.isRegularFile() && ((isTemporary() && old) || !isWritten(modified));
    }

    private boolean isWritten(Instant modified) {
        Matcher parts = NAME.matcher(name());
        if (!parts.matches()) {
            return true; // It is of a version whose names have no process.
        }
        long process = Long.parseLong(parts.group(1));
        if (process == ProcessHandle.current().pid()) {
            return OPEN.contains(name());
        }
        return ProcessHandle.of(process)
                .filter(running -> running.info()
                        .startInstant()
                        .map(start -> !start.minus(CLOCK_TOLERANCE).isAfter(modified))
                        .orElse(true))
                .isPresent();
    }

    private String name() {
        return String.valueOf(file.getFileName());
    }
}
