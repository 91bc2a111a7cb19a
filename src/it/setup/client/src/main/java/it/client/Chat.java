package it.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds its server as openai-java's {@code fromEnv()} does: by the system property, then the variable, then OpenAI. */
public final class Chat {

    private static final Pattern CONTENT = Pattern.compile("\"content\": ?\"([^\"]*)\"");

    private Chat() {}

    /** Returns the base URL that is in force. */
    public static String baseUrl() {
        String variable = System.getenv().getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1");
        return System.getProperty("openai.baseUrl", variable);
    }

    /** Returns the content of the answer; where the status is not 200, the status. */
    public static String ask(String question) {
        String body = "{\"messages\":[{\"content\":\"" + question + "\",\"role\":\"user\"}],\"model\":\"gpt-4o-mini\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl() + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            Matcher content = CONTENT.matcher(response.body());
            return response.statusCode() == 200 && content.find() ? content.group(1) : "" + response.statusCode();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
