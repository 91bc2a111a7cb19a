package it;

import dev.langchain4j.service.UserMessage;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.smallrye.mutiny.Multi;

@RegisterAiService
public interface Geographer {

    @UserMessage("What is the capital of France?")
    String answer();

    @UserMessage("What is the capital of France?")
    Multi<String> pieces();
}
