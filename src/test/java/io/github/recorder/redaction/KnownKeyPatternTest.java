package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SharedCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search finds exactly what trying every form before every word finds. */
final class KnownKeyPatternTest {

    private static final int TEXTS = 3_000;

    /** Only each of so many recordings is read, because to try every form takes long. */
    private static final int EACH = 20;

    private static final int ASCII = 128;

    private static final List<KnownKeyPattern> ALL = KnownKeyPattern.all();

    private static final List<KnownKeyPattern> INFIXED =
            ALL.stream().filter(pattern -> pattern.least() > 0).toList();

    @Test
    void findsTheSameInTheCorpus() throws IOException {
        List<Path> files = SharedCorpus.files();
        for (int i = 0; i < files.size(); i += EACH) {
            assertFindsAll(Files.readString(files.get(i)));
        }
    }

    @Test
    void findsTheSameInRandomTexts() {
        Random random = new Random(7);
        List<String> keys = List.copyOf(GeneratedKeys.all(11).values());
        List<String> marks = ALL.stream().map(KnownKeyPattern::mark).toList();
        int withKeys = 0;
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            int parts = 1 + random.nextInt(12);
            for (int part = 0; part < parts; part++) {
                text.append(part(random, keys, marks));
                text.append(List.of("", " ", "-", ".", "\n", "=", "_", "\u00e9").get(random.nextInt(8)));
            }
            withKeys += assertFindsAll(text.toString()) ? 1 : 0;
        }
        assertThat(withKeys).isGreaterThan(TEXTS / 4);
    }

    private static String part(Random random, List<String> keys, List<String> marks) {
        return switch (random.nextInt(8)) {
            case 0 -> keys.get(random.nextInt(keys.size()));
            case 1 -> marks.get(random.nextInt(marks.size())) + characters(random, random.nextInt(70));
            case 2 -> {
                String key = keys.get(random.nextInt(keys.size()));
                yield key.substring(random.nextInt(key.length()));
            }
            case 3 -> characters(random, random.nextInt(90)) + marks.get(random.nextInt(marks.size()));
            case 4 -> random.nextInt(20) == 0 ? lines(random) : "over the lazy dog";
            case 5 -> characters(random, random.nextInt(40)).toLowerCase(Locale.ROOT);
            case 6 -> "-".repeat(random.nextInt(100));
            default -> "The quick brown fox; ";
        };
    }

    /** Base64 of about the length from which on it is passed over, whole or in lines. */
    private static String lines(Random random) {
        int width = List.of(10_000, 76, 64, 60, 59).get(random.nextInt(5));
        StringBuilder lines = new StringBuilder();
        for (int left = 4_000 + random.nextInt(300); left > 0; left -= width) {
            lines.append(characters(random, Math.min(width, left))).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return lines.toString();
    }

    private static String characters(Random random, int count) {
        String all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        StringBuilder characters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            characters.append(all.charAt(random.nextInt(all.length())));
        }
        return characters.toString();
    }

    /** Returns whether there is something to find. */
    private static boolean assertFindsAll(String text) {
        List<KnownKeyPattern.Occurrence> found = new ArrayList<>();
        KnownKeyPattern.find(text, found::add);
        List<KnownKeyPattern.Occurrence> all = foundByTryingAll(text);
        assertThat(found).as(text).isEqualTo(all);
        return !all.isEmpty();
    }

    private static List<KnownKeyPattern.Occurrence> foundByTryingAll(String text) {
        List<KnownKeyPattern.Occurrence> all = new ArrayList<>();
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            int endOfData = TextEncodings.endOfLongBase64(text, i);
            char c = text.charAt(i);
            boolean ascii = i + 1 < text.length() && text.charAt(i + 1) < ASCII;
            if (endOfData > i) {
                i = endOfData - 1;
                inWord = true;
                continue;
            }
            if (!inWord && c > ' ' && c < ASCII) {
                KnownKeyPattern.Occurrence found = KnownKeyPattern.at(text, i, ascii ? ALL : INFIXED);
                if (found != null) {
                    all.add(found);
                    i = found.end() - 1;
                }
            }
            char last = text.charAt(i);
            inWord = last < ASCII && Character.isLetterOrDigit(last);
        }
        return all;
    }
}
