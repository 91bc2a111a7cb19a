package real;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithToolsIT;
import java.util.List;

class AnthropicToolsIT extends AbstractAiServiceWithToolsIT {

    @Override
    protected List<ChatModel> models() {
        return List.of(AnthropicChatModel.builder()
                .baseUrl(System.getProperty("recorder.anthropic.url") + "/v1")
                .apiKey("any")
                .modelName("claude-sonnet-4-5")
                .build());
    }

    @Override
    protected Image catImage() {
        return Image.builder().base64Data("aGVsbG8=").mimeType("image/png").build();
    }

    @Override
    protected boolean supportsMultimodalToolResults() {
        return true;
    }
}
