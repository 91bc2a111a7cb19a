package io.github.recorder.report;

import io.github.recorder.recording.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * The page: one HTML file with its style, its script and its data. The content of recordings is JSON, which the script
 * turns into text nodes, and escaped text for readers without scripts. Pure.
 */
final class ReportPage {

    /** The maximum number of entries in a list without scripts. The page shows how many more there are. */
    private static final int MOST_LISTED = 200;

    private static final byte[] STYLE = resource("page.css");
    private static final byte[] SCRIPT = resource("page.js");

    private static final String PLACE = "%s";

    private ReportPage() {}

    /**
     * Returns the page in UTF-8.
     *
     * @param name the title of the report
     * @param runs the data of the runs
     * @param texts the same as JSON
     * @param checks the data of the last check of each module that has one
     */
    static byte[] html(String name, List<ObjectNode> runs, List<String> texts, List<ObjectNode> checks) {
        ObjectNode data = Json.nodes().objectNode().put("name", name);
        ArrayNode all = data.putArray("runs");
        texts.forEach(text -> all.addRawValue(new RawValue(text)));
        checks.forEach(data.putArray("checks")::add);
        // Data files lie beside the page.
        return html(name, runs, data, "script-src 'self' file: " + policy());
    }

    /**
     * The page of a run that has not ended.
     *
     * @param html the page in UTF-8
     * @param policy its content security policy
     */
    record LiveHtml(ByteBuffer html, String policy) {}

    /**
     * Returns the page of a run that has not ended.
     *
     * @param name the title of the report
     * @param live what the page needs to get events
     */
    static LiveHtml live(String name, ObjectNode run, ObjectNode live) {
        ObjectNode data = Json.nodes().objectNode().put("name", name);
        data.putArray("runs").add(run);
        data.set("live", live);
        String policy = "connect-src 'self'; script-src " + policy();
        return new LiveHtml(ByteBuffer.wrap(html(name, List.of(run), data, policy)), "default-src 'none'; " + policy);
    }

    /** Returns the page in UTF-8. It is joined as bytes, because most of it, the script and the data, comes as such. */
    private static byte[] html(String name, List<ObjectNode> runs, ObjectNode data, String policy) {
        String template = """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; %s">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="referrer" content="no-referrer">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <main id="page">
                %s</main>
                <script type="application/json" id="data">%s</script>
                <script>%s</script>
                </body>
                </html>
                """;
        byte[] title = utf8(HtmlText.escaped("Recorder report \u00b7 " + name));
        byte[] json = utf8(Json.script(data));
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        int from = 0;
        for (byte[] content : List.of(utf8(policy), title, STYLE, utf8(listed(name, runs)), json, SCRIPT)) {
            int place = template.indexOf(PLACE, from);
            page.writeBytes(utf8(template.substring(from, place)));
            page.writeBytes(content);
            from = place + PLACE.length();
        }
        page.writeBytes(utf8(template.substring(from)));
        return page.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Allows the page's own script and style, and embedded images and sounds; nothing else. */
    private static String policy() {
        return "'sha256-" + digest(SCRIPT) + "'; style-src 'sha256-" + digest(STYLE)
                + "'; img-src data:; media-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String digest(byte[] text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the plugin's jar");
            }
            // A browser reads every line end as a line feed before it compares the digest. ISO 8859-1 keeps all bytes.
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .replace("\r\n", "\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The content that is shown without scripts: the counts, the misses and the unused recordings. */
    private static String listed(String name, List<ObjectNode> runs) {
        StringBuilder html = new StringBuilder("<h1>" + HtmlText.escaped("Recorder report of " + name) + "</h1>\n");
        for (ObjectNode run : runs) {
            html.append("<section><h2>")
                    .append(text(run, "module"))
                    .append("</h2>\n<p>")
                    .append(text(run, "sentence"))
                    .append("</p>\n");
            ArrayNode causes = Json.nodes().arrayNode();
            run.path("causes").forEach(cause -> causes.add(cause.path("sentence")));
            list(html, "Misses by cause", causes);
            list(html, "Recordings that no request used", UnusedRecordings.paths(run));
            html.append("</section>\n");
        }
        return html.toString();
    }

    private static void list(StringBuilder html, String title, ArrayNode items) {
        if (items.isEmpty()) {
            return;
        }
        html.append("<h3>").append(title).append("</h3>\n<ul>\n");
        for (int i = 0; i < Math.min(items.size(), MOST_LISTED); i++) {
            html.append("<li>")
                    .append(HtmlText.escaped(items.path(i).asString("")))
                    .append("</li>\n");
        }
        html.append("</ul>\n");
        if (items.size() > MOST_LISTED) {
            html.append("<p>and ").append(items.size() - MOST_LISTED).append(" more</p>\n");
        }
    }

    private static String text(JsonNode node, String member) {
        return HtmlText.escaped(node.path(member).asString(""));
    }
}
