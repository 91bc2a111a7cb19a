package io.github.recorder.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The optional list of the days on which recordings were made, a text file in the recordings directory: in each line a
 * day in UTC, a space and a path. Users create it, empty, where git does not know the recordings.
 */
public final class RecordedDates {

    /** The name of the file. */
    public static final String FILE = "recorded-dates.txt";

    private RecordedDates() {}

    /**
     * Returns the days by path, relative to the directory; none if there is no list. Empty lines and comments after
     * {@code #} are skipped.
     *
     * @throws IOException if the list cannot be read, or has any other line
     */
    public static SortedMap<String, LocalDate> read(Path recordings) throws IOException {
        Path file = recordings.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, LocalDate> days = new TreeMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int space = line.indexOf(' ');
            try {
                days.put(line.substring(space + 1).strip(), LocalDate.parse(line.substring(0, Math.max(space, 0))));
            } catch (DateTimeParseException noDay) {
                throw new IOException(file + ", line " + number + ": not a day and a path, as in 2026-11-27 a/b.json");
            }
        }
        return days;
    }

    /** Sets the day of recordings, and removes those that no longer exist; does nothing if there is no list. */
    public static void update(Path recordings, Collection<String> made, LocalDate today) throws IOException {
        if (made.isEmpty() || !Files.isRegularFile(recordings.resolve(FILE))) {
            return;
        }
        SortedMap<String, LocalDate> days = new TreeMap<>(read(recordings));
        made.forEach(path -> days.put(path, today));
        days.keySet().retainAll(Set.copyOf(RecordingFiles.list(recordings).paths()));
        String text = days.entrySet().stream()
                .map(RecordedDates::line)
                .collect(Collectors.joining("", "# The days on which the recordings were made.\n", ""));
        AtomicWriter.write(recordings.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(Map.Entry<String, LocalDate> day) {
        return day.getValue() + " " + day.getKey() + "\n";
    }
}
