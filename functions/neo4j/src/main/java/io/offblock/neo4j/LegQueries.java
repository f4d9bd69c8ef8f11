package io.offblock.neo4j;

import io.offblock.flight.Flight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.neo4j.driver.Record;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.Value;

/**
 * Legs as the search asks for them. Every question names all five properties of an index, so that
 * the answer comes from the index alone, and returns its legs as four lists in one record, which is
 * several times quicker to send than a record each.
 */
final class LegQueries {
  private static final String COLUMNS =
      """
      RETURN collect(f.origin) AS origins, collect(f.destination) AS destinations,
        collect(f.departs) AS departures, collect(f.arrives) AS arrivals""";

  private static final String BETWEEN =
      """
      MATCH (f:Flight)
      WHERE f.origin = $origin AND f.destination = $destination AND f.departs >= $start AND f.departs < $end
        AND f.arrives IS NOT NULL AND f.bookable IS NOT NULL AND f.arrives <= $end""";

  private static final String FROM =
      """
      MATCH (f:Flight)
      WHERE f.origin = $origin AND f.departs >= $start AND f.departs < $until
        AND f.destination IS NOT NULL AND f.arrives IS NOT NULL AND f.bookable IS NOT NULL AND f.arrives <= $until""";

  private static final String TO =
      """
      MATCH (f:Flight)
      WHERE f.destination = $destination AND f.arrives > $start AND f.arrives <= $until
        AND f.origin IS NOT NULL AND f.departs IS NOT NULL AND f.bookable IS NOT NULL AND f.departs >= $start""";

  private static final String ENDS =
      "CALL () { %s } CALL () { %s } CALL () { %s } RETURN *"
          .formatted(BETWEEN + named("between"), FROM + named("out"), TO + named("in"));

  private final SimpleQueryRunner server;

  LegQueries(SimpleQueryRunner server) {
    this.server = Objects.requireNonNull(server);
  }

  /**
   * What a search begins with.
   *
   * @param between legs from the one airport to the other in the whole span
   * @param out legs out of the one, in the first window
   * @param in legs into the other, in the first window
   */
  record Ends(List<Leg> between, List<Leg> out, List<Leg> in) {}

  /** In one trip to the server, which costs more than what it finds. */
  Ends ends(String origin, String destination, long start, long until, long end) {
    Record columns =
        server
            .run(
                ENDS,
                Map.of(
                    "origin", origin,
                    "destination", destination,
                    "start", start,
                    "until", until,
                    "end", end))
            .single();
    return new Ends(legs(columns, "between_"), legs(columns, "out_"), legs(columns, "in_"));
  }

  List<Leg> between(String origin, String destination, long start, long end) {
    return legs(
        BETWEEN, Map.of("origin", origin, "destination", destination, "start", start, "end", end));
  }

  /** Those that leave from {@code start} on and are there by {@code until}. */
  List<Leg> from(String origin, long start, long until) {
    return legs(FROM, Map.of("origin", origin, "start", start, "until", until));
  }

  /** As {@link #from(String, long, long)}, to these airports only. */
  List<Leg> from(String origin, Collection<String> destinations, long start, long end) {
    return legs(
        """
        UNWIND $destinations AS destination
        MATCH (f:Flight)
        WHERE f.origin = $origin AND f.destination = destination AND f.departs >= $start AND f.departs < $end
          AND f.arrives IS NOT NULL AND f.bookable IS NOT NULL AND f.arrives <= $end""",
        Map.of(
            "origin", origin,
            "destinations", List.copyOf(destinations),
            "start", start,
            "end", end));
  }

  /** Those that leave from {@code start} on and are there by {@code until}. */
  List<Leg> to(String destination, long start, long until) {
    return legs(TO, Map.of("destination", destination, "start", start, "until", until));
  }

  /**
   * Those that can be in the middle of a journey.
   *
   * @param ready where one can be, and from when on one can leave
   * @param latest where one wants to be, and until when one must have landed
   */
  List<Leg> middle(Map<String, Long> ready, Map<String, Long> latest) {
    if (ready.isEmpty() || latest.isEmpty()) {
      return List.of();
    }
    boolean forward = ready.size() <= latest.size();
    return legs(
        forward
            ? """
              UNWIND keys($ready) AS place WITH place, $ready[place] AS start
              MATCH (f:Flight)
              WHERE f.origin = place AND f.departs >= start AND f.departs < $end
                AND f.destination IS NOT NULL AND f.arrives IS NOT NULL AND f.bookable IS NOT NULL
                AND f.arrives <= $latest[f.destination]"""
            : """
              UNWIND keys($latest) AS place WITH place, $latest[place] AS end
              MATCH (f:Flight)
              WHERE f.destination = place AND f.arrives > $start AND f.arrives <= end
                AND f.origin IS NOT NULL AND f.departs IS NOT NULL AND f.bookable IS NOT NULL
                AND f.departs >= $ready[f.origin]""",
        Map.of(
            "ready",
            ready,
            "latest",
            latest,
            "start",
            ready.values().stream().mapToLong(l -> l).min().getAsLong(),
            "end",
            latest.values().stream().mapToLong(l -> l).max().getAsLong()));
  }

  /** The flights that these legs are; of two that are alike, always the same one. */
  Map<Leg, Flight> flights(Collection<Leg> legs) {
    List<Map<String, Object>> rows =
        legs.stream()
            .map(
                l ->
                    Map.<String, Object>of(
                        "origin", l.origin(),
                        "destination", l.destination(),
                        "departs", l.departs(),
                        "arrives", l.arrives()))
            .toList();
    Map<Leg, Flight> flights = new HashMap<>();
    server
        .run(
            """
            UNWIND $rows AS row
            MATCH (f:Flight)
            WHERE f.origin = row.origin AND f.destination = row.destination
              AND f.departs = row.departs AND f.arrives = row.arrives AND f.bookable = true
            RETURN f.origin, f.destination, f.departs, f.arrives, properties(f) AS facts ORDER BY f.id""",
            Map.of("rows", rows))
        .forEachRemaining(
            r ->
                FlightNode.read(r.get("facts").asMap())
                    .ifPresent(
                        f ->
                            flights.putIfAbsent(
                                new Leg(
                                    r.get(0).asString(),
                                    r.get(1).asString(),
                                    r.get(2).asLong(),
                                    r.get(3).asLong()),
                                f)));
    return flights;
  }

  private static String named(String which) {
    return "\n" + COLUMNS.replace(" AS ", " AS " + which + "_");
  }

  private List<Leg> legs(String match, Map<String, Object> parameters) {
    return legs(server.run(match + "\n" + COLUMNS, parameters).single(), "");
  }

  private static List<Leg> legs(Record columns, String which) {
    List<String> origins = columns.get(which + "origins").asList(Value::asString);
    List<String> destinations = columns.get(which + "destinations").asList(Value::asString);
    List<Long> departures = columns.get(which + "departures").asList(Value::asLong);
    List<Long> arrivals = columns.get(which + "arrivals").asList(Value::asLong);
    List<Leg> legs = new ArrayList<>(origins.size());
    for (int i = 0; i < origins.size(); i++) {
      legs.add(new Leg(origins.get(i), destinations.get(i), departures.get(i), arrivals.get(i)));
    }
    return legs;
  }
}
