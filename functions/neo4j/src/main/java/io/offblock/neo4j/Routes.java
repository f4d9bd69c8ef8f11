package io.offblock.neo4j;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.airport.GreatCircle;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Cursor;
import io.offblock.answer.Fields;
import io.offblock.answer.Page;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers {@code GET /v1/airports/{airport}/routes}: where one can fly from an airport, with the
 * flights of the last and the next seven days, cancelled ones not counted; the busiest route first;
 * and the routes of history, of which the graph holds no flights.
 */
public final class Routes {
  private static final int DAYS = 7;
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final Neo4jConnection connection;
  private final Airports airports;
  private final InstantSource clock;

  /**
   * @param clock tells which days are the last and the next
   */
  public Routes(Neo4jConnection connection, Airports airports, InstantSource clock) {
    this.connection = Objects.requireNonNull(connection);
    this.airports = Objects.requireNonNull(airports);
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * The answer to a request; {@code airport} is an IATA or ICAO code, {@code limit} at most 500.
   */
  public ApiAnswer answer(ApiRequest request) {
    Airport from = request.airport("airport", airports);
    int limit = request.limit(USUAL, MOST);
    LocalDate today = clock.instant().atZone(from.zone()).toLocalDate();
    LocalDate first = today.minusDays(DAYS);
    LocalDate last = today.plusDays(DAYS);
    List<Map<String, Object>> routes =
        connection.read(
            "reading routes",
            transaction ->
                transaction
                    .run(
                        """
                        MATCH (f:Flight {origin: $from})-[:TO]->(to:Airport)
                        WHERE f.day >= $first AND f.day <= $last AND coalesce(f.status, '') <> 'CD'
                        RETURN to.iata AS to, count(f) AS flights, collect(DISTINCT f.carrier) AS carriers
                        ORDER BY flights DESC, to""",
                        Map.of("from", from.iata(), "first", first, "last", last))
                    .list(
                        r ->
                            route(
                                from,
                                r.get("to").asString(),
                                r.get("flights").asLong(),
                                r.get("carriers").asList(v -> v.asString()))));
    Page<Map<String, Object>> page = Page.of(routes, request, limit);
    ApiAnswer answer =
        ApiAnswer.json(
                Fields.none()
                    .with("airport", AirportJson.of(from))
                    .with("from", first)
                    .with("until", last)
                    .with("routes", page.items())
                    .with("history", history(from, limit))
                    .maybe("next", page.next().map(Cursor::toString))
                    .map())
            .alsoAsTable(page.items())
            .freshFor(Duration.ofMinutes(5));
    return page.next().map(n -> answer.withHeader("Link", request.linkTo(n))).orElse(answer);
  }

  /** Routes of history, those flown last first. */
  private List<Map<String, Object>> history(Airport from, int limit) {
    return connection.read(
        "reading routes of history",
        transaction ->
            transaction
                .run(
                    """
                    MATCH (:Airport {iata: $from})-[r:FLEW]->(to:Airport)
                    RETURN to.iata AS to, collect(DISTINCT r.carrier) AS carriers,
                      date(min(r.first)) AS first, date(max(r.last)) AS last
                    ORDER BY last DESC, to LIMIT $limit""",
                    Map.of("from", from.iata(), "limit", limit))
                .list(
                    r ->
                        Fields.none()
                            .with("to", AirportJson.of(r.get("to").asString(), airports))
                            .with("first", r.get("first").asLocalDate())
                            .with("last", r.get("last").asLocalDate())
                            .with(
                                "carriers",
                                r.get("carriers").asList(v -> v.asString()).stream()
                                    .sorted()
                                    .toList())
                            .map()));
  }

  private Map<String, Object> route(Airport from, String to, long flights, List<String> carriers) {
    return Fields.none()
        .with("to", AirportJson.of(to, airports))
        .with("flights", flights)
        .with("carriers", carriers.stream().sorted().toList())
        .maybe(
            "distanceKm", airports.find(to).map(a -> Math.round(GreatCircle.distanceKm(from, a))))
        .map();
  }
}
