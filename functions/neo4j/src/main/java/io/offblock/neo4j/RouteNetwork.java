package io.offblock.neo4j;

import io.offblock.flight.FlightId;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;

/**
 * The routes of a span of days, each counted from its flights when asked: an answer that came twice
 * or in another order counts as one that came once. Days are those of the place of departure.
 */
public final class RouteNetwork {
  private final Neo4jConnection connection;

  public RouteNetwork(Neo4jConnection connection) {
    this.connection = Objects.requireNonNull(connection);
  }

  /**
   * A route: all flights from one airport to another.
   *
   * @param flights those that go or went
   * @param perDay {@code flights} by the days of the span
   * @param cancelled those that do not go, not among {@code flights}
   * @param carriers operating airlines, sorted
   * @param measured flights whose arrival delay is known
   * @param medianDelay of the measured, minutes by which they came later than scheduled
   */
  public record Route(
      String from,
      String to,
      long flights,
      double perDay,
      long cancelled,
      List<String> carriers,
      long measured,
      Optional<Double> medianDelay) {}

  /**
   * What a closed airport takes away on a day.
   *
   * @param flights those to and from it that would have gone
   * @param routes pairs of airports, {@code FRA-JFK}
   * @param cutOff airports that the rest of the network reaches that day only through the closed
   *     one; the rest is what can be reached from the airport with most routes that stays open
   */
  public record Closure(
      String airport, List<FlightId> flights, List<String> routes, List<String> cutOff) {}

  /** The routes of the days from the first to the last, the busiest first. */
  public List<Route> routes(LocalDate first, LocalDate last) {
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    return connection.read(
        "reading the routes of all airports",
        transaction ->
            transaction
                .run(
                    """
                    MATCH (f:Flight) WHERE f.day >= $first AND f.day <= $last
                    WITH f, f.status = 'CD' AS cancelled,
                         (f.arrival_actual_utc.epochSeconds - f.arrival_scheduled_utc.epochSeconds) / 60.0 AS delay
                    RETURN f.origin AS from, f.destination AS to,
                           sum(CASE WHEN cancelled THEN 0 ELSE 1 END) AS flights,
                           sum(CASE WHEN cancelled THEN 1 ELSE 0 END) AS cancelled,
                           collect(DISTINCT f.carrier) AS carriers,
                           count(delay) AS measured, percentileCont(delay, 0.5) AS median
                    ORDER BY flights DESC, from, to""",
                    Map.of("first", first, "last", last))
                .list(
                    r ->
                        new Route(
                            r.get("from").asString(),
                            r.get("to").asString(),
                            r.get("flights").asLong(),
                            r.get("flights").asDouble() / days,
                            r.get("cancelled").asLong(),
                            r.get("carriers").asList(Value::asString).stream().sorted().toList(),
                            r.get("measured").asLong(),
                            r.get("median").isNull()
                                ? Optional.empty()
                                : Optional.of(r.get("median").asDouble()))));
  }

  /**
   * What a day loses where an airport is closed.
   *
   * @param airport IATA code
   */
  public Closure closed(String airport, LocalDate day) {
    return connection.read("closing an airport", transaction -> closed(airport, day, transaction));
  }

  private static Closure closed(String airport, LocalDate day, Transaction transaction) {
    List<FlightId> flights =
        transaction
            .run(
                """
                MATCH (f:Flight) WHERE f.origin = $airport AND f.day = $day AND coalesce(f.status, '') <> 'CD'
                RETURN f.id AS id
                UNION
                MATCH (f:Flight) WHERE f.destination = $airport AND f.day = $day AND coalesce(f.status, '') <> 'CD'
                RETURN f.id AS id""",
                Map.of("airport", airport, "day", day))
            .list(r -> FlightId.parse(r.get("id").asString()).orElseThrow());
    Map<String, Set<String>> network = new HashMap<>();
    transaction
        .run(
            """
            MATCH (f:Flight) WHERE f.day = $day AND coalesce(f.status, '') <> 'CD'
            RETURN DISTINCT f.origin AS from, f.destination AS to""",
            Map.of("day", day))
        .forEachRemaining(
            r ->
                network
                    .computeIfAbsent(r.get("from").asString(), k -> new TreeSet<>())
                    .add(r.get("to").asString()));
    return new Closure(
        airport,
        flights.stream().sorted().toList(),
        flights.stream().map(f -> f.origin() + "-" + f.destination()).distinct().sorted().toList(),
        cutOff(airport, network));
  }

  private static List<String> cutOff(String airport, Map<String, Set<String>> network) {
    Optional<String> busiest = Optional.empty();
    for (String place : new TreeSet<>(network.keySet())) {
      if (!place.equals(airport)
          && (busiest.isEmpty()
              || open(network, place, airport) > open(network, busiest.get(), airport))) {
        busiest = Optional.of(place);
      }
    }
    if (busiest.isEmpty()) {
      return List.of();
    }
    Set<String> before = reached(busiest.get(), network, Optional.empty());
    before.removeAll(reached(busiest.get(), network, Optional.of(airport)));
    before.remove(airport);
    return new ArrayList<>(before);
  }

  /** How many routes leave a place that do not go to the closed airport. */
  private static long open(Map<String, Set<String>> network, String place, String closed) {
    return network.get(place).stream().filter(to -> !to.equals(closed)).count();
  }

  private static Set<String> reached(
      String start, Map<String, Set<String>> network, Optional<String> closed) {
    Set<String> reached = new TreeSet<>(Set.of(start));
    Deque<String> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      for (String to : network.getOrDefault(next.remove(), Set.of())) {
        if (!closed.equals(Optional.of(to)) && reached.add(to)) {
          next.add(to);
        }
      }
    }
    return reached;
  }
}
