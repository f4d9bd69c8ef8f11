package io.offblock.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How late flights left and arrived. Only flights whose actual time is known count: a delay without
 * one does not exist.
 */
public final class DelayAnalytics {
  private static final int CARRIERS = 500;

  /** The side of a flight that is late. */
  public enum Side {
    /** Off-block. */
    DEPARTURE("departure_delay"),
    /** On-block. */
    ARRIVAL("arrival_delay");

    private final String field;

    Side(String field) {
      this.field = field;
    }
  }

  /**
   * The flights of one step of the histogram.
   *
   * @param fromMinutes delay at least this, and less than the next step's; below zero is early
   */
  public record Step(int fromMinutes, long flights) {}

  /**
   * How late a carrier was, in minutes.
   *
   * @param flights with a known delay
   * @param median half were no later than this
   * @param p90 nine of ten were no later than this
   * @param p95 nineteen of twenty were no later than this
   */
  public record CarrierDelay(
      String carrier, long flights, double mean, double median, double p90, double p95) {}

  private final JsonCalls calls;

  public DelayAnalytics(OpenSearchConnection connection) {
    calls = new JsonCalls(Objects.requireNonNull(connection));
  }

  /** Flights by delay in steps of so many minutes, the earliest first; steps between may be 0. */
  public List<Step> histogram(FlightFilter filter, Side side, int stepMinutes) {
    List<Step> steps = new ArrayList<>();
    JsonNode answer =
        ask(
            filter,
            side,
            Map.of("histogram", Map.of("field", side.field, "interval", stepMinutes)));
    for (JsonNode bucket : answer) {
      steps.add(new Step(bucket.path("key").asInt(), bucket.path("doc_count").asLong()));
    }
    return List.copyOf(steps);
  }

  /** Each carrier's delays, the one with most flights first. */
  public List<CarrierDelay> byCarrier(FlightFilter filter, Side side) {
    List<CarrierDelay> carriers = new ArrayList<>();
    JsonNode answer =
        ask(
            filter,
            side,
            Map.of(
                "terms",
                Map.of("field", "carrier", "size", CARRIERS),
                "aggs",
                Map.of(
                    "mean",
                    Map.of("avg", Map.of("field", side.field)),
                    "late",
                    Map.of(
                        "percentiles",
                        Map.of("field", side.field, "percents", List.of(50, 90, 95))))));
    for (JsonNode bucket : answer) {
      JsonNode late = bucket.at("/late/values");
      carriers.add(
          new CarrierDelay(
              bucket.path("key").asText(),
              bucket.path("doc_count").asLong(),
              bucket.at("/mean/value").asDouble(),
              late.path("50.0").asDouble(),
              late.path("90.0").asDouble(),
              late.path("95.0").asDouble()));
    }
    return List.copyOf(carriers);
  }

  private JsonNode ask(FlightFilter filter, Side side, Map<String, Object> aggregation) {
    Map<String, Object> known =
        Map.of(
            "bool",
            Map.of(
                "filter", List.of(filter.query(), Map.of("exists", Map.of("field", side.field)))));
    return calls
        .search(
            FlightMonths.ALIAS,
            Map.of("size", 0, "query", known, "aggs", Map.of("answer", aggregation)))
        .at("/aggregations/answer/buckets");
  }
}
