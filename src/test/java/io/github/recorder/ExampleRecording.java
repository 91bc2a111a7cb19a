package io.github.recorder;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordingCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An invented chat request and its recording, which the tests of all packages write into their directories. */
public record ExampleRecording(
        @Nullable String testId,
        String prompt,
        String response,
        String baseUrl,
        @Nullable ObjectNode extraBody) {

    private static final String ENDPOINT = "/v1/chat/completions";

    /** Returns a call to OpenAI's own service. */
    public static ExampleRecording of(@Nullable String testId, String prompt, String response) {
        return new ExampleRecording(testId, prompt, response, "https://api.openai.com/v1", null);
    }

    /** Returns the same call, made of a client with another base URL. */
    public ExampleRecording at(String otherBaseUrl) {
        return new ExampleRecording(testId, prompt, response, otherBaseUrl, extraBody);
    }

    /** Returns the JSON that a client sends. */
    public String requestBody() {
        return body().toString();
    }

    /** Returns the hash that names the file. */
    public String hash() {
        RecordedRequest request =
                new RecordedRequest.Inference("POST", baseUrl + ENDPOINT, body(), ENDPOINT, "gpt-4o", null);
        return RequestHash.hash(testId, request).orElseThrow();
    }

    /** Returns the file's content. */
    public ObjectNode document() {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("test_id", testId);
        ObjectNode request = document.putObject("request");
        request.put("method", "POST");
        request.put("url", baseUrl + ENDPOINT);
        request.putObject("headers");
        request.set("body", body());
        request.put("endpoint", ENDPOINT);
        request.put("model", "gpt-4o");
        ObjectNode response = document.putObject("response");
        ObjectNode completion = response.putObject("body");
        completion.put("__type__", "openai.types.chat.chat_completion.ChatCompletion");
        ObjectNode data = completion.putObject("__data__");
        data.put("id", "rec-" + hash().substring(0, 12));
        ObjectNode choice = data.putArray("choices").addObject();
        choice.put("finish_reason", "stop");
        choice.put("index", 0);
        choice.putObject("message").put("content", this.response).put("role", "assistant");
        data.put("created", 0);
        data.put("model", "gpt-4o");
        data.put("object", "chat.completion");
        response.put("is_streaming", false);
        document.putObject("id_normalization_mapping");
        return document;
    }

    /** Writes the file under the name of its hash into a folder, which is made. */
    public Path writeTo(Path folder) throws IOException {
        return writeTo(folder, hash() + ".json");
    }

    /** Writes the file under a name of the test's choice into a folder, which is made. */
    public Path writeTo(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        return Files.write(folder.resolve(name), RecordingCodec.write(document()));
    }

    private ObjectNode body() {
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("model", "gpt-4o");
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        if (extraBody != null) {
            body.set("extra_body", extraBody);
        }
        return body;
    }
}
