package io.github.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;

/** The tables of values that {@code src/test/python/expected.py} took from Python itself. */
public final class PythonTable {

    private PythonTable() {}

    /** Returns the rows of a table as arguments of a test, a string for each column. */
    public static Stream<Arguments> rows(String name) {
        try (InputStream in = PythonTable.class.getResourceAsStream("/python/" + name)) {
            assertThat(in).as("table " + name).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().map(line -> Arguments.of((Object[]) line.split("\t", -1)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the value of a column that holds JSON. */
    public static JsonNode json(String column) {
        return Json.parse(column.getBytes(StandardCharsets.UTF_8));
    }
}
