package real;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientIT;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import java.util.List;

class JdkClientIT extends HttpClientIT {

    @Override
    protected List<HttpClient> clients() {
        return List.of(JdkHttpClient.builder().build());
    }
}
