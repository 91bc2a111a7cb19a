package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client of the Model Context Protocol, whose ids are new in each session and come back in the responses. */
class McpIT {

    @Test
    void callsATool() {
        HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport.builder(
                        System.getProperty("recorder.tools.url") + "/")
                .endpoint("mcp")
                .build();
        try (McpSyncClient client = McpClient.sync(transport).build()) {
            client.initialize();
            assertEquals("add", client.listTools().tools().get(0).name());
            assertEquals(
                    "5",
                    ((TextContent) client.callTool(new CallToolRequest("add", Map.of("a", 2, "b", 3)))
                                    .content()
                                    .get(0))
                            .text());
        }
    }
}
