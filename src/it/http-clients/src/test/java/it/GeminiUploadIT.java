package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.genai.Client;
import com.google.genai.types.File;
import com.google.genai.types.UploadFileConfig;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Google's client uploads in two steps: the first response names the URL of the second request. */
class GeminiUploadIT {

    @Test
    void uploads() {
        Client client = Client.builder().apiKey("not-a-real-key").build();
        File file = client.files.upload(
                "Some notes.".getBytes(StandardCharsets.UTF_8),
                UploadFileConfig.builder()
                        .mimeType("text/plain")
                        .displayName("notes")
                        .build());
        assertEquals("files/abc", file.name().orElse(""));
        assertEquals(11L, file.sizeBytes().orElse(0L));
    }
}
