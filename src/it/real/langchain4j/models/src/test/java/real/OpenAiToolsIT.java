package real;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithToolsIT;
import java.util.List;

class OpenAiToolsIT extends AbstractAiServiceWithToolsIT {

    @Override
    protected List<ChatModel> models() {
        return List.of(
                OpenAi.blocking().build(),
                OpenAi.blocking().modelName(OpenAi.OTHER_MODEL).build());
    }

    @Override
    protected boolean supportsRecursion() {
        return true;
    }

    @Override
    protected Image catImage() {
        return Image.builder().base64Data("aGVsbG8=").mimeType("image/png").build();
    }
}
