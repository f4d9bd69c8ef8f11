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

/**
 * The indexes, as the files of {@code sql/opensearch} say: a template each, then the index (of
 * flights the alias of its months), so that one that is deleted and made again by a write is the
 * same. Applying it again adds new fields and changes nothing else.
 */
public final class Schema {
  private static final List<String> INDEXES =
      List.of(
          OpenSearchFlightStore.FLIGHTS,
          OpenSearchFlightStore.LINES,
          OpenSearchFlightStore.PLACES,
          OpenSearchFlightStore.PAYLOADS);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonCalls calls;
  private final FlightIndexes flights;

  public Schema(OpenSearchConnection connection) {
    calls = new JsonCalls(Objects.requireNonNull(connection));
    flights = new FlightIndexes(connection);
  }

  /** Brings the server to these files. The names of the indexes that were not there before. */
  public List<String> apply() {
    List<String> made = new ArrayList<>();
    for (String index : INDEXES) {
      String file = file(index);
      if (index.equals(OpenSearchFlightStore.FLIGHTS)) {
        if (flights.apply(json(file))) {
          made.add(index);
        }
        continue;
      }
      calls.send("PUT", "/_index_template/" + index, file);
      if (calls.send("HEAD", "/" + index, "") == 404) {
        calls.send("PUT", "/" + index, "{}");
        made.add(index);
      } else {
        calls.send("PUT", "/" + index + "/_mapping", mappings(file));
      }
    }
    return made;
  }

  private static String mappings(String file) {
    return json(file).path("template").path("mappings").toString();
  }

  private static JsonNode json(String file) {
    try {
      return MAPPER.readTree(file);
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
