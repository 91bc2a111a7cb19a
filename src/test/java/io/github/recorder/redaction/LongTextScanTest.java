package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SeededTries;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is found in a whole text is overlooked in its parts. */
final class LongTextScanTest {

    /** More than two parts. */
    private static final int LONG = 560 << 10;

    private static final String TOKEN = "tokenofthisrun12345";
    private static final String KNOWN = "correct-horse-7-battery";
    private static final SecretScan SCAN =
            SecretScan.of(Map.of("SERVICE_PASSWORD", KNOWN), Map.of(), Set.of(), List.of());
    private static final Redaction REDACTION = Redaction.builtIn().hidingAddress(TOKEN);

    private static final List<String> SECRETS = secrets();

    private static List<String> secrets() {
        List<String> all = new ArrayList<>(GeneratedKeys.all(20261128).values());
        all.add(KNOWN);
        all.add("password: Sommer2026!x");
        all.add("https://user:Gx7kLp2mQz9@db.example/");
        return all;
    }

    /** How a secret may stand in a text. */
    private static final List<BiFunction<String, Random, String>> ENCODINGS = List.of(
            (secret, random) -> secret,
            (secret, random) -> "\"" + secret + "\"",
            (secret, random) -> base64("x:" + secret),
            (secret, random) -> base64("see " + base64("x:" + secret)),
            (secret, random) -> escapes(secret),
            (secret, random) -> "v=" + URLEncoder.encode(secret, StandardCharsets.UTF_8),
            (secret, random) -> "=\n" + secret.replace("=", "=3D").replaceAll("(.{5})", "$1=\r\n"));

    @Test
    void findsSecretsInProse() {
        SeededTries.check(40, random -> {
            String secret = any(SECRETS, random);
            String encoded = any(ENCODINGS, random).apply(secret, random);
            int at = position(random);
            String text = prose(at, random) + " " + encoded + " " + prose(LONG - at, random);

            assertFoundAsInTheWhole(text);
        });
    }

    @Test
    void findsSecretsInData() {
        SeededTries.check(25, random -> {
            String secret = any(SECRETS, random);
            byte[] data = data(random);
            byte[] inside = (random.nextBoolean() ? secret : base64("x:" + secret)).getBytes(StandardCharsets.UTF_8);
            int at = position(random) * 3 / 4 + random.nextInt(5);
            System.arraycopy(inside, 0, data, at, inside.length);
            data[at - 1] = 0;
            data[at + inside.length] = 0;
            Base64.Encoder encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getMimeEncoder();
            String text = "see ".repeat(random.nextInt(3)) + encoder.encodeToString(data);

            assertFoundAsInTheWhole(text);
        });
    }

    private static void assertFoundAsInTheWhole(String text) throws IOException {
        if (SCAN.in(text).isPresent()) {
            assertThat(isClean(text)).isFalse();
        }
    }

    @Test
    void theWholeShowsEachSecret() {
        for (String secret : SECRETS) {
            assertThat(SCAN.in("see " + secret + " there")).as(secret).isPresent();
        }
    }

    @Test
    void proseAndDataAreClean() {
        SeededTries.check(3, random -> {
            assertThat(isClean(prose(LONG, random))).isTrue();
            String data = Base64.getEncoder().encodeToString(data(random));
            assertThat(isClean(data)).isEqualTo(SCAN.in(data).isEmpty());
            assertThat(isClean("/9j/" + data)).isEqualTo(SCAN.in("/9j/" + data).isEmpty());
        });
    }

    /** Redaction reads all of these as a whole, or may do so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"b\"} ",
                " [1] ",
                "<a>b</a> ",
                "data: a\n\n",
                "event: a\ndata: b\n\n",
                "--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nx",
                "password=hunter&a=",
                "https://example.com/?token=abc&a=",
                "/path?token=abc&a=",
                "/path#access_token=abc&a=",
                "%7B%22a%22",
                "\\\"a",
                "&lt;a&gt;"
            })
    void leavesStructuresToWhoReadsTheWhole(String start) throws IOException {
        assertThat(isClean(start + "x".repeat(LONG))).isFalse();
    }

    @Test
    void leavesEncodedTextsToWhoReadsTheWhole() throws IOException {
        String json = Json.nodes().objectNode().put("password", "hunter").toString() + " ".repeat(LONG);
        assertThat(isClean("see " + base64(json))).isFalse();
    }

    @Test
    void leavesTheAddressOfTheRunAndTheUsersRulesToWhoReadsTheWhole() throws IOException {
        String text = prose(LONG, new Random(2));
        assertThat(isClean(text + "http://localhost:1/s/" + TOKEN + "/openai")).isFalse();
        Redaction own = Redaction.with(List.of(new RedactionRule.Regex(Pattern.compile("fox"))));
        assertThat(LongTextScan.isClean(new StringReader(text), own, SCAN)).isFalse();
    }

    private static boolean isClean(String text) throws IOException {
        return LongTextScan.isClean(new StringReader(text), REDACTION, SCAN);
    }

    /** Returns an index, most often near the end of a part. */
    private static int position(Random random) {
        int part = 256 << 10;
        return random.nextInt(4) == 0 ? 10 + random.nextInt(LONG - 20_000) : part - 20_000 + random.nextInt(21_000);
    }

    private static String prose(int length, Random random) {
        String sentence = "the quick brown fox jumps over the lazy dog" + (random.nextBoolean() ? "; " : ".\n");
        return sentence.repeat(length / sentence.length() + 1).substring(random.nextInt(40));
    }

    private static byte[] data(Random random) {
        byte[] data = new byte[LONG];
        random.nextBytes(data);
        return data;
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String escapes(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, "\\u%04x", c)));
        return escaped.toString();
    }
}
