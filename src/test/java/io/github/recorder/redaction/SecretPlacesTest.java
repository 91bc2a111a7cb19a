package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every form of a key, and every name of a credential, in every place of a recording: what redaction leaves, the scan
 * finds, and what is printed shows none of it.
 */
final class SecretPlacesTest {

    private static final long SEED = 20261126;
    private static final int PIECE = 7;
    private static final SecretScan SCAN = SecretScan.BUILT_IN;

    /** Where a text can stand: each makes a recording's document, as it would be written without any care. */
    private static final Map<String, Function<String, JsonNode>> PLACES = places();

    private static Map<String, Function<String, JsonNode>> places() {
        Map<String, Function<String, JsonNode>> places = new LinkedHashMap<>();
        places.put("prompt", key -> request(text("Remember " + key + " please")));
        places.put("model", key -> request(text(key)));
        places.put("deep JSON", key -> request(object("a", array(object("b", array(text("x " + key)))))));
        places.put("JSON in a string", key -> response(text("{\"q\": " + text("x " + key) + "}")));
        places.put(
                "JSON in JSON in a string",
                key -> response(text(object("q", text(object("r", text(key)).toString()))
                        .toString())));
        places.put("cut JSON in a string", key -> response(text("{\"q\": " + text(key))));
        places.put("name of a field", key -> response(object(key, text("x"))));
        places.put("escapes", key -> response(text("{\"q\": \"" + escapes(key) + "\"}")));
        places.put("base64", key -> request(text("see " + base64("x:" + key) + " there")));
        places.put("base64 in a data URL", key -> request(text("data:text/plain;base64," + base64(key))));
        places.put("base64 of base64", key -> request(text(base64("see " + base64("x:" + key)))));
        places.put("base64 in lines", key -> request(text(inLines(base64("some text before: " + key)))));
        places.put("gzip in base64", key -> request(text(base64(gzip("v: " + key)))));
        places.put(
                "hexadecimal",
                key -> request(text(HexFormat.of().formatHex(("v: " + key).getBytes(StandardCharsets.UTF_8)))));
        places.put("UTF-16", key -> request(text(base64(("v: " + key).getBytes(StandardCharsets.UTF_16)))));
        places.put("bytes that may be UTF-16", key -> request(text(base64("\0\0\1" + key))));
        places.put("bytes that may be UTF-16, one more", key -> request(text(base64("\0\0\1 " + key))));
        places.put(
                "quoted-printable",
                key -> response(text("To: a\r\n\r\n" + key.replace("=", "=3D").replaceAll("(.{5})", "$1=\r\n"))));
        places.put("length before a text", key -> request(text(base64(withLength(key)))));
        places.put("field number before a length", key -> request(text(base64(withLength("\nl" + key)))));
        places.put(
                "bytes",
                key -> response(object("__type__", text("recorder.base64")).set("__data__", text(bytes(key)))));
        places.put("query", key -> url("https://x.example/a?v=" + encoded(key)));
        places.put(
                "query, escaped twice",
                key -> url("https://x.example/a?to=" + encoded("https://y.example/?v=" + encoded(key))));
        places.put("path", key -> url("https://x.example/a/" + encoded(key) + "/send"));
        places.put("fragment", key -> url("https://x.example/a#v=" + encoded(key)));
        places.put("form", key -> wrapped("recorder.text", text("a=1&v=" + encoded(key))));
        places.put(
                "multipart",
                key -> wrapped(
                        "recorder.multipart",
                        array(object("content-disposition", text("form-data; name=\"v\""))
                                .set("text", text(key)))));
        places.put(
                "multipart as text",
                key -> wrapped(
                        "recorder.text",
                        text("--B\r\nContent-Disposition: form-data; name=\"v\"\r\n\r\n" + key + "\r\n--B--\r\n")));
        places.put("text", key -> wrapped("recorder.text", text("v=" + key)));
        places.put("XML", key -> wrapped("recorder.text", text("<r><v>" + key + "</v></r>")));
        places.put(
                "XML attribute", key -> wrapped("recorder.text", text("<r v=\"" + key.replace("&", "&amp;") + "\"/>")));
        places.put("CSV", key -> wrapped("recorder.text", text("id,v\n1," + key + "\n")));
        places.put("YAML", key -> wrapped("recorder.text", text("a:\n  v: '" + key + "'\n")));
        places.put("shell", key -> response(text("run `tool --v=" + key + "` now")));
        places.put("Markdown", key -> response(text("```\nv = \"" + key + "\"\n```")));
        places.put("header", key -> response(object("headers", object("x-v", text(key)))));
        places.put(
                "header with several values",
                key -> response(object("headers", object("x-v", array(text("a"), text(key))))));
        places.put("SSE line", key -> stream(text("data: " + object("v", text(key)))));
        places.put("SSE, in pieces of text", key -> stream(pieces(key, piece -> text("data: " + piece))));
        places.put(
                "NDJSON, in pieces",
                key -> stream(pieces(
                        key,
                        piece -> text(object("message", object("content", text(piece)))
                                .toString()))));
        places.put("chunks, in pieces", key -> stream(pieces(key, piece -> chunk(0, "content", text(piece)))));
        for (int before = 0; before < 3; before++) {
            int count = before;
            places.put(
                    "chunks of a further response, in pieces, " + count + " before",
                    key -> among("next", count, stream(pieces(key, piece -> chunk(0, "content", text(piece))))));
            places.put(
                    "chunks of a variant, in pieces, " + count + " before",
                    key -> among("variants", count, stream(pieces(key, piece -> chunk(0, "content", text(piece))))));
            places.put(
                    "chunks of a variant's further response, in pieces, " + count + " before",
                    key -> among(
                            "variants",
                            count,
                            among("next", count, stream(pieces(key, piece -> chunk(0, "content", text(piece)))))));
        }
        places.put(
                "chunks, two choices mixed",
                key -> stream(
                        pieces(key, piece -> chunk(0, "content", text(piece)), chunk(1, "content", text(" z ")))));
        places.put(
                "chunks, arguments of two tools mixed",
                key -> stream(pieces(
                        text(key).toString(),
                        piece -> chunk(0, "tool_calls", array(tool(0, piece))),
                        chunk(0, "tool_calls", array(tool(1, "{}"))))));
        places.put(
                "events of blocks",
                key -> stream(pieces(
                        key,
                        piece -> text("data: "
                                + object("type", text("content_block_delta"))
                                        .put("index", 1)
                                        .set("delta", object("text", text(piece)))))));
        places.put("the second response of a sequence", key -> {
            ObjectNode response = object("body", text("first"));
            response.putArray("next").add(object("body", text("second " + key)));
            return document().set("response", response);
        });
        return places;
    }

    @Test
    void noKeyOfAKnownFormIsWritten() {
        List<String> leaks = new ArrayList<>();
        GeneratedKeys.all(SEED)
                .forEach((title, key) -> PLACES.forEach((place, document) -> {
                    String text = place.startsWith("XML") && key.indexOf('\n') >= 0 ? key.strip() : key;
                    if (isWritten(document.apply(text))) {
                        leaks.add(title + " in " + place);
                    }
                }));
        assertThat(leaks).isEmpty();
    }

    @Test
    void noValueUnderTheNameOfACredentialIsWritten() {
        Random random = new Random(SEED);
        List<String> leaks = new ArrayList<>();
        for (String name : NAMES.split("\\s+", -1)) {
            String value = GeneratedKeys.filled("{a22}", random);
            Map<String, JsonNode> documents = new LinkedHashMap<>();
            documents.put("JSON", request(object(name, text(value))));
            documents.put("array", request(object(name, array(text(value)))));
            documents.put("object", request(object(name, object("value", text(value)))));
            documents.put("name and value", request(object("name", text(name)).set("value", text(value))));
            documents.put(
                    "JSON in a string", response(text(object(name, text(value)).toString())));
            documents.put("query", url("https://x.example/a?b=1&" + encoded(name) + "=" + value));
            documents.put(
                    "nested query",
                    url("https://x.example/a?to=" + encoded("https://y.example/?" + name + "=" + value)));
            documents.put("fragment", url("https://x.example/a#" + encoded(name) + "=" + value));
            documents.put("form", wrapped("recorder.text", text("a=1&" + encoded(name) + "=" + value)));
            documents.put(
                    "multipart",
                    wrapped(
                            "recorder.multipart",
                            array(object("content-disposition", text("form-data; name=\"" + name + "\""))
                                    .set("text", text(value)))));
            documents.put("XML", wrapped("recorder.text", text("<r><" + name + ">" + value + "</" + name + "></r>")));
            documents.put("XML attribute", wrapped("recorder.text", text("<r " + name + "=\"" + value + "\"/>")));
            documents.put(
                    "HTML input",
                    wrapped("recorder.text", text("<input name=\"" + name + "\" value=\"" + value + "\">")));
            documents.put("SSE", stream(text("data: " + object(name, text(value)))));
            documents.put(
                    "arguments in pieces",
                    stream(pieces(
                            object(name, text(value)).toString(),
                            piece -> chunk(0, "tool_calls", array(tool(0, piece))))));
            documents.put("prose", response(text("The " + name + " is: " + value + ".")));
            documents.put("source", response(text("x(" + name + "=\"" + value + "\")")));
            documents.put(
                    "base64", request(text(base64(object(name, text(value)).toString()))));
            documents.forEach((place, document) -> {
                if (isWritten(document)) {
                    leaks.add(name + " in " + place);
                }
            });
        }
        assertThat(leaks).isEmpty();
    }

    /** A stream may cut a value behind its name, so that the first part is replaced and the second has no name. */
    @Test
    void noStreamKeepsTheRestOfAValueThatItCut() {
        Random random = new Random(SEED);
        List<String> leaks = new ArrayList<>();
        for (String form : List.of(
                "AccountName=acme;AccountKey=VALUE==;EndpointSuffix=x",
                "set PASSWORD=VALUE now",
                "https://b.s3.example/o?X-Amz-Signature=VALUE&x=1",
                "{\"client_secret\": \"VALUE\"}",
                "jdbc:postgresql://db.example/app?user=a&password=VALUE",
                "//registry.npmjs.org/:_authToken=VALUE")) {
            String value = GeneratedKeys.filled("{a40}", random);
            String text = form.replace("VALUE", value);
            for (int cut = 1; cut < text.length(); cut++) {
                for (int next : new int[] {text.length(), Math.min(cut + PIECE, text.length())}) {
                    List<String> parts =
                            List.of(text.substring(0, cut), text.substring(cut, next), text.substring(next));
                    for (JsonNode document : List.of(
                            stream(parts.stream()
                                    .map(part -> chunk(0, "content", text(part)))
                                    .toList()),
                            stream(parts.stream()
                                    .map(part -> text("data: " + part))
                                    .toList()))) {
                        JsonNode written = Redaction.builtIn().json(document);
                        if (SCAN.in(written).isEmpty() && keepsPartOf(written.toString(), value)) {
                            leaks.add(written.toString());
                        }
                    }
                }
            }
        }
        assertThat(leaks).isEmpty();
    }

    private static boolean keepsPartOf(String written, String value) {
        int part = 6;
        return IntStream.rangeClosed(0, value.length() - part)
                .anyMatch(at -> written.contains(value.substring(at, at + part)));
    }

    @Test
    void noListOfLinesKeepsAPrivateKey() {
        Random random = new Random(SEED);
        ArrayNode lines = array(text("-----BEGIN RSA PRIVATE KEY-----"));
        for (int line = 0; line < 12; line++) {
            lines.add(GeneratedKeys.filled("{b64}", random));
        }
        lines.add("-----END RSA PRIVATE KEY-----");

        JsonNode written = Redaction.builtIn().json(response(lines));
        assertThat(SCAN.in(written)).isPresent();
    }

    @Test
    void linesAfterAReplacedValueAreWritten() {
        JsonNode log =
                response(array(text("https://x.example/login?password=hunter2-AbC99"), text("Step2 done in 12s")));

        assertThat(SCAN.in(Redaction.builtIn().json(log))).isEmpty();
    }

    @Test
    void noValueUnderANameIsWrittenInAnyNotation() {
        Random random = new Random(SEED);
        List<String> leaks = new ArrayList<>();
        for (String notation : NOTATIONS.split("\n", -1)) {
            boolean randomOnly = notation.startsWith("*");
            String form = notation.substring(randomOnly ? 1 : 0).replace("\\n", "\n");
            String generated = GeneratedKeys.filled("x{a20}7", random);
            String chosen = GeneratedKeys.filled("Sommer{d4}!", random);
            for (String name : List.of("password", "client_secret", "apiKey")) {
                for (String value : randomOnly ? List.of(generated) : List.of(generated, chosen)) {
                    String text = form.replace("NAME", name).replace("VALUE", value);
                    if (isWritten(response(text(text))) || isWritten(response(text("Sure: " + text)))) {
                        leaks.add(text);
                    }
                }
            }
        }
        assertThat(leaks).isEmpty();
    }

    /** After an asterisk stand those in which only a value that looks random is found; {@code \\n} is a line's end. */
    private static final String NOTATIONS = """
            NAME: VALUE
            NAME: |\\n  VALUE
            NAME: >-\\n  VALUE
            export X_NAME=VALUE
            [db]\\nNAME = "VALUE"
            mutation { login(user: "bob", NAME: "VALUE") { id } }
            see <r><NAME>VALUE</NAME></r> there
            <entry key="NAME">VALUE</entry>
            <property name="NAME" value="VALUE"/>
            ALTER USER bob IDENTIFIED BY 'VALUE'
            tool --NAME VALUE now
            java -Ddb.NAME=VALUE -jar x
            process.env['NAME'] = 'VALUE'
            ds.NAME("VALUE")
            {:NAME => 'VALUE'}
            **NAME:** VALUE
            set NAME to VALUE
            {"k":"NAME","v":"VALUE"}
            {"op":"add","path":"/NAME","value":"VALUE"}
            Server=x;NAME=VALUE;Encrypt=True
            *<wsse:NAME Type="x">VALUE</wsse:NAME>
            *login bob NAME VALUE
            *<dt>NAME</dt><dd>VALUE</dd>
            *<key>NAME</key><string>VALUE</string>
            *| NAME | VALUE |
            *put("NAME", "VALUE")
            *["user", "bob", "NAME", "VALUE"]
            *NAME - VALUE
            *curl -u bob:VALUE https://x.example
            *mysql -u root -pVALUE db
            *sshpass -p VALUE ssh h""";

    /**
     * Names that mean nothing else; the weak ones, whose values have to look random, are in {@link CredentialNames}.
     */
    private static final String NAMES = """
            password passwd pwd user_password userPassword new_password passphrase secret client_secret clientSecret app_secret secret_key
            api_key apiKey api-key x-api-key api_secret api_token access_token accessToken refresh_token id_token auth_token bearer_token
            session_token csrf_token jwt client_assertion subject_token authorization credentials private_key signing_key webhook_secret
            encryption_key master_key account_key access_key secret_access_key SecretAccessKey aws_session_token sas_token
            connection_string connectionString otp one_time_code device_code cvv cookie Ocp-Apim-Subscription-Key x-goog-api-key
            personal_access_token oauth_token_secret consumer_secret bot_token webhook_url token key auth
            private_key_id password_text apiKeyText secret_key_base X-Postmark-Server-Token""";

    @Test
    void nothingPrintedShowsAKey() {
        List<String> shown = new ArrayList<>();
        GeneratedKeys.all(SEED + 1).forEach((title, key) -> {
            String needle = key.strip().substring(key.strip().length() / 2);
            for (String text : List.of(
                    "found " + key + " there",
                    "{\"v\": " + text(key) + "}",
                    "GET /a/" + encoded(key) + "/b?v=" + encoded(key),
                    "see " + base64("x:" + key))) {
                String masked = SCAN.masked(text);
                if (masked.contains(needle)
                        || masked.contains(encoded(needle))
                        || masked.contains(base64("x:" + key))) {
                    shown.add(title + " in " + text.substring(0, 4));
                }
            }
        });
        assertThat(shown).isEmpty();
    }

    @Test
    void placeholdersAndIdsAreWritten() {
        Random random = new Random(SEED);
        List<String> stopped = new ArrayList<>();
        for (String line : INNOCENT.split("\n", -1)) {
            String text = GeneratedKeys.filled(line, random);
            if (SCAN.in(response(text("Sure: " + text))).isPresent()) {
                stopped.add(text);
            }
        }
        assertThat(stopped).isEmpty();
    }

    private static final String INNOCENT = """
            api_key = os.environ["OPENAI_API_KEY"]
            client = OpenAI(api_key="sk-...")
            export OPENAI_API_KEY=sk-xxxx
            Use your key, e.g. sk-your-key-here, or sk-this-is-a-placeholder-key
            -----BEGIN PUBLIC KEY-----
            Explain what "-----BEGIN PRIVATE KEY-----" means
            AKIAIOSFODNN7EXAMPLE is the example of AWS
            aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
            password: changeme
            <input type="password" name="password">
            npm_package_scripts_build_production_webpack_config
            class="sk-circle sk-child sk-fading-circle12345678901234567890"
            sk-estimator-wrapper-with-very-long-css-class-name
            task-management-systems-architecture-overview2024
            hf_transformers_pipeline_text_generation_example
            https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX
            https://example.blob.core.windows.net/?sig=placeholder
            sk-00000000000000000000000000000000000
            glpat-xxxxxxxxxxxxxxxxxxxx and ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            xoxb-your-token-here and xoxb-not-a-real-token
            postgres://user:password@localhost:5432/db
            password=${DB_PASSWORD_1} password: <your-secret1> password: {{vault.token2}} password=$PASSWORD_2
            test_authorization_bearer[client-txt=openai/gpt-4o-2024-08-06]
            password = config["db2_main"] and "required": ["password", "user2name"]
            commit {h40}, sha256:{h64}, etag W/"{h32}"
            key={h8}, id={h8}-{h4}-{h4}-{h4}-{h12}
            call_{a24} chatcmpl-{a29} toolu_{a24} resp_{h48} file-{a24}
            data:image/png;base64,iVBORw0KGgo{b6000}
            {b20000}
            SELECT token FROM sessions WHERE key = 'created_at'
            max_tokens=4096, next_page_token={a40}""";

    @Test
    void timeIsLinearInTheText() {
        // Each would take hours if a part of it were looked at again for each of its characters.
        for (String unit : List.of(
                "sk-",
                "eyJ.",
                "a=b&",
                "password ",
                "-----BEGIN ",
                "%25",
                "\\\\",
                "://a:",
                "&amp;",
                "aA1",
                "<a b=\"",
                "A/")) {
            String text = unit.repeat((1 << 20) / unit.length());
            assertThat(SCAN.in(response(text(text)))).isEmpty();
            assertThat(SCAN.masked(text.substring(0, 1 << 18))).hasSizeLessThanOrEqualTo(1 << 18);
            Redaction.builtIn().body(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean isWritten(JsonNode document) {
        Redaction redaction = Redaction.builtIn();
        JsonNode redacted = redaction.json(document);
        JsonNode url = redacted.path("request").path("url");
        if (url.isString()) {
            ((ObjectNode) redacted.path("request")).put("url", redaction.target(url.stringValue()));
        }
        return redacted.equals(document) && SCAN.in(redacted).isEmpty();
    }

    private static JsonNode request(JsonNode prompt) {
        return document().set("request", object("body", object("messages", array(object("content", prompt)))));
    }

    private static JsonNode url(String url) {
        return document().set("request", object("url", text(url)));
    }

    private static JsonNode wrapped(String type, JsonNode data) {
        return document()
                .set("request", object("payload", object("__type__", text(type)).set("__data__", data)));
    }

    private static JsonNode response(JsonNode body) {
        return document().set("response", object("body", object("content", body)));
    }

    private static JsonNode stream(JsonNode... chunks) {
        ArrayNode all = array(chunks);
        return document().set("response", object("body", all).put("is_streaming", true));
    }

    /** Returns a document with a response after harmless ones, in an array of the first one. */
    private static JsonNode among(String key, int before, JsonNode last) {
        ObjectNode first = harmless();
        ArrayNode others = first.putArray(key);
        for (int i = 0; i < before; i++) {
            others.add(harmless());
        }
        others.add(last.path("response"));
        return document().set("response", first);
    }

    private static ObjectNode harmless() {
        return (ObjectNode) stream(chunk(0, "content", text("Hel")), chunk(0, "content", text("lo")))
                .path("response");
    }

    private static JsonNode stream(List<JsonNode> chunks) {
        return stream(chunks.toArray(new JsonNode[0]));
    }

    private static List<JsonNode> pieces(String text, Function<String, JsonNode> chunk, JsonNode... between) {
        List<JsonNode> chunks = new ArrayList<>();
        String flat = text.replace('\n', ' ');
        for (int i = 0; i < flat.length(); i += PIECE) {
            chunks.add(chunk.apply(flat.substring(i, Math.min(flat.length(), i + PIECE))));
            chunks.addAll(List.of(between));
        }
        return chunks;
    }

    private static JsonNode chunk(int choice, String field, JsonNode value) {
        ObjectNode one = Json.mapper().createObjectNode().put("index", choice);
        one.set("delta", object(field, value));
        return object("object", text("chat.completion.chunk")).set("choices", array(one));
    }

    private static JsonNode tool(int index, String arguments) {
        ObjectNode tool = Json.mapper().createObjectNode().put("index", index);
        return tool.set("function", object("arguments", text(arguments)));
    }

    private static ObjectNode document() {
        return Json.mapper().createObjectNode().putNull("test_id");
    }

    private static ObjectNode object(String name, JsonNode value) {
        ObjectNode object = Json.mapper().createObjectNode();
        object.set(name, value);
        return object;
    }

    private static ArrayNode array(JsonNode... items) {
        return Json.mapper().createArrayNode().addAll(List.of(items));
    }

    private static JsonNode text(String text) {
        return Json.mapper().getNodeFactory().stringNode(text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String inLines(String base64) {
        return base64.replaceAll("(.{76})", "$1\r\n");
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** As in Protocol Buffers: a length that looks like a letter, and bytes that are no text. */
    private static byte[] withLength(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 1, 'l'});
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static String bytes(String key) {
        return base64("\0\1\2 " + key);
    }

    private static String escapes(String key) {
        StringBuilder out = new StringBuilder();
        key.chars().forEach(c -> out.append("\\u%04x".formatted(c)));
        return out.toString();
    }
}
