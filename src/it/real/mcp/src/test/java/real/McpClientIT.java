package real;

import io.modelcontextprotocol.client.AbstractMcpSyncClientTests;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.net.URI;
import java.time.Duration;

class McpClientIT extends AbstractMcpSyncClientTests {

    @Override
    protected McpClientTransport createMcpTransport() {
        URI server = URI.create(System.getProperty("recorder.mcp.url"));
        return HttpClientStreamableHttpTransport.builder(server.getScheme() + "://" + server.getAuthority())
                .endpoint(server.getPath() + "/mcp")
                .build();
    }

    /** The two seconds of the published tests are too short for a busy machine. */
    @Override
    protected Duration getInitializationTimeout() {
        return Duration.ofMinutes(1);
    }
}
