package io.github.recorder.interchange;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A file of another tool, or a directory with such files. The content of a file, not its name, decides about its
 * format.
 */
public final class ImportSource {

    /** Bodies of WireMock's mappings, and not files of a format. */
    private static final String BODY_FILES = "__files";

    private static final List<String> EXTENSIONS = List.of(".json", ".har", ".yaml", ".yml");
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final List<SourceEntry> entries;

    private ImportSource(List<SourceEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a file, or all files with a known extension in a directory and its subdirectories. A file that cannot be
     * read becomes an entry with the reason.
     *
     * @throws IOException if the file does not exist, or the directory cannot be listed
     */
    public static ImportSource read(Path source) throws IOException {
        Path directory = source.toAbsolutePath();
        List<SourceReader> readers = List.of(
                new HarReader(),
                new CassetteReader(),
                new WireMockReader(
                        Files.isDirectory(directory)
                                ? directory
                                : directory.resolveSibling(".").normalize()));
        List<SourceEntry> refused = new ArrayList<>();
        for (Path file : files(source)) {
            String name = name(source, file);
            try {
                JsonNode document = document(LimitedFile.read(file));
                readers.stream()
                        .filter(reader -> reader.reads(document))
                        .findFirst()
                        .ifPresentOrElse(
                                reader -> reader.add(document, name, file),
                                () -> refused.add(SourceEntry.refused(name, "it is in none of the known formats")));
            } catch (LimitedFile.UnusableFileException problem) {
                refused.add(SourceEntry.refused(name, "it " + problem.reason()));
            } catch (UnimportableEntryException problem) {
                refused.add(SourceEntry.refused(name, problem.reason()));
            } catch (IOException problem) {
                refused.add(SourceEntry.refused(name, "it cannot be read: " + FileFailure.reason(problem)));
            }
        }
        List<SourceEntry> entries = new ArrayList<>();
        readers.forEach(reader -> entries.addAll(reader.entries()));
        entries.addAll(refused);
        return new ImportSource(entries);
    }

    private static String name(Path source, Path file) {
        Path name = file.equals(source) ? file.getFileName() : source.relativize(file);
        return String.valueOf(name).replace('\\', '/');
    }

    private static List<Path> files(Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            return List.of(source);
        }
        try (Stream<Path> all = Files.walk(source)) {
            return all.filter(file -> EXTENSIONS.stream()
                            .anyMatch(file.getFileName().toString().toLowerCase(Locale.ROOT)::endsWith))
                    .filter(file -> Stream.iterate(source.relativize(file), Path::getParent)
                            .takeWhile(folder -> folder != null)
                            .noneMatch(folder -> folder.endsWith(BODY_FILES)))
                    .filter(file -> !Files.isDirectory(file))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static JsonNode document(byte[] content) throws UnimportableEntryException {
        boolean marked = content.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(Arrays.copyOf(content, BYTE_ORDER_MARK.length), BYTE_ORDER_MARK);
        byte[] bytes = marked ? Arrays.copyOfRange(content, BYTE_ORDER_MARK.length, content.length) : content;
        if (!startsAsJson(bytes)) {
            return YamlDocument.parse(bytes);
        }
        try {
            return Json.parse(bytes);
        } catch (JacksonException problem) {
            // The rest of the message is about the parser.
            String reason = problem.getOriginalMessage().replaceAll("(?s) ?\\(.*", "");
            throw new UnimportableEntryException("it is not valid JSON: " + reason);
        }
    }

    private static boolean startsAsJson(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && bytes[start] <= ' ' && bytes[start] >= 0) {
            start++;
        }
        return start == bytes.length || bytes[start] == '{' || bytes[start] == '[';
    }

    /** Returns whether a request of these files names no host. */
    public boolean hasRequestsWithoutHost() {
        return entries.stream()
                .map(SourceEntry::exchange)
                .anyMatch(exchange -> exchange != null && !exchange.hasHost());
    }

    /** Returns the same entries, with a base URL before the path of each request that names no host. */
    public ImportSource at(String baseUrl) {
        return new ImportSource(entries.stream()
                .map(entry -> {
                    ForeignExchange exchange = entry.exchange();
                    return exchange == null || exchange.hasHost()
                            ? entry
                            : entry.with(exchange.at(baseUrl + exchange.url()));
                })
                .toList());
    }

    /** Returns the entries. */
    List<SourceEntry> entries() {
        return entries;
    }
}
