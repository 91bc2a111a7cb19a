package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissIT {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    # upstream | path                                            | the error's form
                    openai     | /chat/completions                               | \\{"error":\\{"message":"No recording answers .*"type":"[a-z_]+".*}}
                    openai     | /responses                                      | \\{"error":\\{"message":"No recording answers .*"type":"[a-z_]+".*}}
                    anthropic  | /v1/messages                                    | \\{"type":"error","error":\\{.*"message":"No recording answers .*}}
                    gemini     | /v1beta/models/gemini-2.5-flash:generateContent | \\{"error":\\{"code":404,"message":"No recording answers .*"status":"[A-Z_]+".*}}
                    ollama     | /api/chat                                       | \\{"error":"No recording answers .*"}
                    vertex     | /v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent | \\{"error":\\{"code":404,"message":"No recording answers .*"status":"[A-Z_]+".*}}
                    gemini     | /v1beta/interactions                            | \\{"error":\\{"code":404,"message":"No recording answers .*"status":"[A-Z_]+".*}}
                    mistral    | /v1/rerank                                      | \\{"error":\\{"message":"No recording answers .*}}
                    openai     | /tool-runtime/invoke                            | \\{"error":\\{"message":"No recording answers .*}}
                    openai     | /embeddings                                     | \\{"error":\\{"message":"No recording answers .*"type":"[a-z_]+".*}}
                    """)
    void saysSo(String upstream, String path, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(System.getProperty("recorder." + upstream + ".url") + path))
                .POST(BodyPublishers.ofString("{\"model\":\"any\",\"stream\":true}"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertEquals(404, response.statusCode());
        assertEquals("true", response.headers().firstValue("X-Recorder-Miss").orElse(""));
        assertEquals("false", response.headers().firstValue("x-should-retry").orElse(""));
        assertTrue(response.body().matches("(?s)" + form), response.body());
    }
}
