package real;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

/** Models that call OpenAI at the recorder. */
final class OpenAi {

    static final String MODEL = "gpt-4o-mini";
    static final String OTHER_MODEL = "gpt-4o";

    private OpenAi() {}

    static OpenAiChatModel.OpenAiChatModelBuilder blocking() {
        return OpenAiChatModel.builder()
                .baseUrl(System.getProperty("recorder.openai.url"))
                .apiKey("any")
                .modelName(MODEL);
    }

    static OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streaming() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(System.getProperty("recorder.openai.url"))
                .apiKey("any")
                .modelName(MODEL);
    }

    static String modelOf(ChatRequestParameters parameters) {
        return parameters.modelName() == null ? MODEL : parameters.modelName();
    }
}
