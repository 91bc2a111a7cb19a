package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.net.URI;
import java.util.Map;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.Test;

/** Elasticsearch's client sends bulks of JSON lines, and trusts no server that lacks its product's header. */
class ElasticsearchIT {

    @Test
    void indexesAndSearches() throws Exception {
        URI url = URI.create(System.getProperty("recorder.search.url"));
        try (RestClient http = RestClient.builder(new HttpHost(url.getHost(), url.getPort(), "http"))
                .setPathPrefix(url.getPath())
                .build()) {
            ElasticsearchClient client =
                    new ElasticsearchClient(new RestClientTransport(http, new JacksonJsonpMapper()));

            assertFalse(client.bulk(bulk -> bulk.operations(operation -> operation.index(
                            index -> index.index("books").id("1").document(Map.of("title", "Dune")))))
                    .errors());
            assertEquals(
                    Map.of("title", "Dune"),
                    client.search(search -> search.index("books").q("title:dune"), Map.class)
                            .hits()
                            .hits()
                            .get(0)
                            .source());
        }
    }
}
