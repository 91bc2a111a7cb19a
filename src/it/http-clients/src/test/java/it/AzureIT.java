package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.junit.jupiter.api.Test;

/** Two deployments, which the path alone tells apart. */
class AzureIT {

    private static String ask(String deployment) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(System.getProperty("recorder.azure.url") + "/openai/deployments/" + deployment)
                .apiKey("not-a-real-key")
                .build();
        return client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model(deployment)
                        .addUserMessage("Which deployment are you?")
                        .build())
                .choices()
                .get(0)
                .message()
                .content()
                .orElse("");
    }

    @Test
    void eachDeploymentAnswersForItself() {
        assertEquals("from deployment-one", ask("deployment-one"));
        assertEquals("from deployment-two", ask("deployment-two"));
    }
}
