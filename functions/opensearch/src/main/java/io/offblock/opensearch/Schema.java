package io.offblock.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;

/**
 * The indexes, as the files of {@code sql/opensearch} say: a template each, then the index, so that
 * one that is deleted and made again by a write is the same. Applying it again adds new fields and
 * changes nothing else.
 */
public final class Schema {
  private static final List<String> INDEXES =
      List.of(
          OpenSearchFlightStore.FLIGHTS,
          OpenSearchFlightStore.PLACES,
          OpenSearchFlightStore.PAYLOADS);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OpenSearchConnection connection;

  public Schema(OpenSearchConnection connection) {
    this.connection = Objects.requireNonNull(connection);
  }

  /** Brings the server to these files. The names of the indexes that were not there before. */
  public List<String> apply() {
    List<String> made = new ArrayList<>();
    for (String index : INDEXES) {
      String file = file(index);
      send("PUT", "/_index_template/" + index, file);
      if (send("HEAD", "/" + index, "") == 404) {
        send("PUT", "/" + index, "{}");
        made.add(index);
      } else {
        send("PUT", "/" + index + "/_mapping", mappings(file));
      }
    }
    return made;
  }

  /** The status: of success, 404 to HEAD, or that of an index that another call made just now. */
  private int send(String method, String path, String json) {
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
            if (!answer && response.getStatus() < 500) {
              throw new IllegalStateException(
                  "OpenSearch refused %s %s: %s".formatted(method, path, body));
            }
            if (!answer) {
              throw new IOException(response.getStatus() + " " + body);
            }
            return response.getStatus();
          }
        });
  }

  private static String mappings(String file) {
    try {
      JsonNode mappings = MAPPER.readTree(file).path("template").path("mappings");
      return mappings.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String index) {
    try (InputStream in = Schema.class.getResourceAsStream(index + ".json")) {
      if (in == null) {
        throw new IllegalStateException(
            "the jar lacks %s.json of sql/opensearch: build the module again".formatted(index));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
