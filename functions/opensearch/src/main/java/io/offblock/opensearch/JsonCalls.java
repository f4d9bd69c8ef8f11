package io.offblock.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.httpclient5.ResponseException;

/**
 * Calls in OpenSearch's own JSON, for what the files of {@code sql/opensearch} say and for
 * aggregations, which read better so than as builders.
 */
final class JsonCalls {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;

  private final OpenSearchConnection connection;

  JsonCalls(OpenSearchConnection connection) {
    this.connection = Objects.requireNonNull(connection);
  }

  private record Answer(int status, String body) {}

  /** The status: of success, 404 to HEAD, or that of an index that another call made just now. */
  int send(String method, String path, String json) {
    return call(method, path, json, false).status();
  }

  /**
   * As {@link #send}, of what nobody may read: an answer that refuses it may quote it, and stays
   * out of the error.
   */
  int sendHidden(String method, String path, String json) {
    return call(method, path, json, true).status();
  }

  /** The answer to a search. */
  JsonNode search(String index, Map<String, Object> question) {
    try {
      return MAPPER.readTree(
          call("POST", "/" + index + "/_search", MAPPER.writeValueAsString(question), false)
              .body());
    } catch (IOException e) {
      throw new IllegalStateException("OpenSearch's answer is no JSON", e);
    }
  }

  private Answer call(String method, String path, String json, boolean hidden) {
    String what = method + " " + path;
    return connection.ask(
        what,
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
            throw failure(what, response.getStatus(), hidden ? "" : body, null);
          } catch (IOException e) {
            // The client throws some statuses and answers with others.
            OptionalInt status = status(e);
            if (status.isEmpty() || status.getAsInt() == UNAUTHORIZED) {
              throw e;
            }
            throw failure(what, status.getAsInt(), "", hidden ? null : e);
          }
        });
  }

  /** To be tried again; a refusal, which is not, is thrown. */
  private static IOException failure(String what, int status, String told, IOException cause) {
    if (status < 500 && status != TOO_MANY) {
      throw new IllegalStateException(
          "OpenSearch refused %s: %d %s".formatted(what, status, told).strip(), cause);
    }
    return new IOException((status + " " + told).strip(), cause);
  }

  /** However deep the client has put it. */
  private static OptionalInt status(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof ResponseException refused) {
        return OptionalInt.of(refused.status());
      }
    }
    return OptionalInt.empty();
  }
}
