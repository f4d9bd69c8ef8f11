package io.offblock.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How many flights there are of each carrier, state and so on: what a list can be narrowed by. */
public final class FlightFacets {
  /** What flights can be counted by. */
  public enum By {
    /** Scheduled, airborne, landed, cancelled, diverted. */
    STATE("state"),
    CARRIER("carrier"),
    ORIGIN("origin"),
    DESTINATION("destination"),
    AIRCRAFT_TYPE("aircraft_type");

    private final String field;

    By(String field) {
      this.field = field;
    }
  }

  /** One value and the flights that have it. */
  public record Count(String value, long flights) {}

  private final JsonCalls calls;

  public FlightFacets(OpenSearchConnection connection) {
    calls = new JsonCalls(Objects.requireNonNull(connection));
  }

  /** The values that most flights have, the commonest first, at most so many. */
  public List<Count> count(FlightFilter filter, By by, int most) {
    Map<String, Object> question =
        Map.of(
            "size",
            0,
            "query",
            filter.query(),
            "aggs",
            Map.of(
                "by",
                Map.of(
                    "terms",
                    Map.of(
                        "field",
                        by.field,
                        "size",
                        most,
                        "order",
                        List.of(Map.of("_count", "desc"), Map.of("_key", "asc"))))));
    List<Count> counts = new ArrayList<>();
    for (JsonNode bucket :
        calls.search(FlightMonths.ALIAS, question).at("/aggregations/by/buckets")) {
      counts.add(new Count(bucket.path("key").asText(), bucket.path("doc_count").asLong()));
    }
    return List.copyOf(counts);
  }
}
