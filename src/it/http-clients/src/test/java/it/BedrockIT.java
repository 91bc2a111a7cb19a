package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** Amazon's client, without a signature. It chooses an exception by a header of the response. */
class BedrockIT {

    private final BedrockRuntimeClient client = BedrockRuntimeClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .endpointOverride(URI.create(System.getProperty("recorder.bedrock.url")))
            .build();

    private ConverseResponse ask(String text) {
        return client.converse(request -> request.modelId("amazon.nova-lite-v1:0")
                .messages(message -> message.role(ConversationRole.USER).content(ContentBlock.fromText(text))));
    }

    @Test
    void answers() {
        assertEquals(
                "Paris.",
                ask("What is the capital of France?")
                        .output()
                        .message()
                        .content()
                        .get(0)
                        .text());
    }

    @Test
    void refuses() {
        assertEquals(
                "The prompt is too long.",
                assertThrows(ValidationException.class, () -> ask("too long"))
                        .awsErrorDetails()
                        .errorMessage());
    }
}
