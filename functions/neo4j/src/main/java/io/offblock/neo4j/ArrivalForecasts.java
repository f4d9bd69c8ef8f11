package io.offblock.neo4j;

import io.offblock.forecast.DelayDistribution;
import io.offblock.forecast.DelayForecast;
import io.offblock.history.History;
import io.offblock.payload.Payload;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;

/**
 * The newest forecast of each flight, as a node of its own: a flight's node is written anew from
 * what its provider said, and a forecast may come before its flight.
 */
final class ArrivalForecasts {
  private static final Comparator<DelayForecast> ORDER =
      Comparator.comparing(DelayForecast::madeAt)
          .thenComparing(DelayForecast::horizon)
          .thenComparing(DelayForecast::payload);

  private ArrivalForecasts() {}

  /**
   * A forecast as a connection needs it.
   *
   * @param delay of the arrival
   */
  record Told(
      DelayDistribution delay, Instant madeAt, String horizon, int modelVersion, String world) {}

  /** Keeps those that are newer than what is there; order and repeats change nothing. */
  static void write(Transaction transaction, Payload payload, List<DelayForecast> told) {
    SortedMap<String, DelayForecast> newest = new TreeMap<>();
    for (DelayForecast forecast : told) {
      if (!History.isPast(forecast.flight(), payload.seenAt())) {
        newest.merge(
            forecast.flight().toString(), forecast, (a, b) -> ORDER.compare(a, b) >= 0 ? a : b);
      }
    }
    if (newest.isEmpty()) {
      return;
    }
    new FlightWrites(transaction).lock("Forecast", "flight", newest.keySet());
    transaction
        .run(
            """
            UNWIND $rows AS row MATCH (f:Forecast {flight: row.flight})
            WHERE f.made_at IS NULL OR f.made_at < row.made_at
               OR (f.made_at = row.made_at AND f.horizon < row.horizon)
               OR (f.made_at = row.made_at AND f.horizon = row.horizon AND f.payload < row.payload)
            SET f = row""",
            Map.of("rows", newest.values().stream().map(ArrivalForecasts::properties).toList()))
        .consume();
  }

  private static Map<String, Object> properties(DelayForecast f) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("flight", f.flight().toString());
    properties.put("made_at", f.madeAt().atOffset(ZoneOffset.UTC));
    properties.put("horizon", f.horizon());
    properties.put("model_version", f.version());
    properties.put("world", f.world());
    properties.put("probability", f.probability());
    properties.put("minutes10", f.minutes10());
    properties.put("minutes50", f.minutes50());
    properties.put("minutes90", f.minutes90());
    properties.put("payload", f.payload());
    return properties;
  }

  /** Those of these flights that have one. */
  static Map<String, Told> of(Neo4jConnection connection, Collection<String> flights) {
    if (flights.isEmpty()) {
      return Map.of();
    }
    return connection.ask(
        "reading forecasts",
        server -> {
          Map<String, Told> found = new HashMap<>();
          server
              .run(
                  "UNWIND $flights AS flight MATCH (f:Forecast {flight: flight}) RETURN f",
                  Map.of("flights", List.copyOf(flights)))
              .forEachRemaining(row -> found.put(row.get("f").get("flight").asString(), told(row)));
          return found;
        });
  }

  private static Told told(Record row) {
    var f = row.get("f");
    return new Told(
        new DelayDistribution(
            f.get("minutes10").asDouble(),
            f.get("minutes50").asDouble(),
            f.get("minutes90").asDouble()),
        f.get("made_at").asZonedDateTime().toInstant(),
        f.get("horizon").asString(),
        f.get("model_version").asInt(),
        f.get("world").asString());
  }
}
