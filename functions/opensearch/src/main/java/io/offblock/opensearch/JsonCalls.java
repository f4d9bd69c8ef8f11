package io.offblock.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;

/**
 * Calls in OpenSearch's own JSON, for what the files of {@code sql/opensearch} say and for
 * aggregations, which read better so than as builders.
 */
final class JsonCalls {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OpenSearchConnection connection;

  JsonCalls(OpenSearchConnection connection) {
    this.connection = Objects.requireNonNull(connection);
  }

  private record Answer(int status, String body) {}

  /** The status: of success, 404 to HEAD, or that of an index that another call made just now. */
  int send(String method, String path, String json) {
    return call(method, path, json).status();
  }

  /** The answer to a search. */
  JsonNode search(String index, Map<String, Object> question) {
    try {
      return MAPPER.readTree(
          call("POST", "/" + index + "/_search", MAPPER.writeValueAsString(question)).body());
    } catch (IOException e) {
      throw new IllegalStateException("OpenSearch's answer is no JSON", e);
    }
  }

  private Answer call(String method, String path, String json) {
    return connection.ask(
        method + " " + path,
        client -> {
          Requests.JsonBodyBuilder request = Requests.builder().endpoint(path).method(method);
          try (Response response =
              client
                  .generic()
                  .execute(json.isEmpty() ? request.build() : request.json(json).build())) {
            String body = response.getBody().map(b -> b.bodyAsString()).orElse("");
            boolean answer =
                response.getStatus() < 300
                    || (method.equals("HEAD") && response.getStatus() == 404)
                    || body.contains("resource_already_exists_exception");
            if (answer) {
              return new Answer(response.getStatus(), body);
            }
            if (response.getStatus() < 500 && response.getStatus() != 429) {
              throw new IllegalStateException(
                  "OpenSearch refused %s %s: %s".formatted(method, path, body));
            }
            throw new IOException(response.getStatus() + " " + body);
          }
        });
  }
}
