package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.FlightJson;
import io.offblock.answer.Router;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What does not go as planned now: cancelled, diverted and worst delayed flights, and where they
 * pile up.
 */
final class DisruptionAnswer {
  /** Departures so long ago and so far ahead are looked at, as the queries have it. */
  private static final Duration AROUND = Duration.ofHours(12);

  private static final List<String> KINDS = List.of("cancelled", "diverted", "delayed");

  private final PostgresSession session;
  private final Airports airports;
  private final InstantSource clock;
  private final FlightJson json;

  DisruptionAnswer(PostgresSession session, Airports airports, InstantSource clock) {
    this.session = session;
    this.airports = airports;
    this.clock = clock;
    json = new FlightJson(airports, clock);
  }

  /** The router with this operation too. */
  Router on(Router router) {
    return router.get("/v1/disruptions", this::answer);
  }

  private record Count(String per, String key, long flights, Map<String, Long> of) {
    long disrupted() {
      return of.values().stream().mapToLong(Long::longValue).sum();
    }

    Fields counts() {
      Fields fields = Fields.none().with("flights", flights);
      KINDS.forEach(kind -> fields.with(kind, of.get(kind)));
      return fields;
    }
  }

  private ApiAnswer answer(ApiRequest request) {
    // By the minute, so that an answer that is asked for again can be the same.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    Optional<String> airport = request.maybeAirport("airport", airports).map(Airport::iata);
    Optional<String> carrier = request.airline("carrier");
    int limit = request.limit(20, 200);
    return session.read(
        "reading disruptions",
        connection -> {
          List<Count> counts = counts(connection, now, airport, carrier);
          Map<String, List<Map<String, Object>>> flights =
              flights(connection, now, airport, carrier, limit);
          Count all = counts.stream().filter(c -> c.per().equals("all")).findFirst().orElseThrow();
          Fields fields =
              Fields.none()
                  .with("at", now)
                  .with("from", now.minus(AROUND))
                  .with("until", now.plus(AROUND))
                  .all(all.counts().map());
          KINDS.forEach(
              kind -> fields.with(kind + "Flights", flights.getOrDefault(kind, List.of())));
          return ApiAnswer.json(
                  fields
                      .with("byAirport", most(counts, "airport", limit))
                      .with("byCarrier", most(counts, "carrier", limit))
                      .map())
              .freshFor(Duration.ofSeconds(30));
        });
  }

  private static List<Map<String, Object>> most(List<Count> counts, String per, int limit) {
    return counts.stream()
        .filter(c -> c.per().equals(per))
        .sorted(Comparator.comparingLong(Count::disrupted).reversed().thenComparing(Count::key))
        .limit(limit)
        .map(c -> Fields.none().with("key", c.key()).all(c.counts().map()).map())
        .toList();
  }

  private static List<Count> counts(
      Connection connection, Instant now, Optional<String> airport, Optional<String> carrier)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("disruption-counts"))) {
      ask(statement, connection, now, airport, carrier);
      List<Count> counts = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Map<String, Long> of = new HashMap<>();
          for (String kind : KINDS) {
            of.put(kind, row.getLong(kind));
          }
          counts.add(
              new Count(row.getString("per"), row.getString("key"), row.getLong("flights"), of));
        }
      }
      return counts;
    }
  }

  private Map<String, List<Map<String, Object>>> flights(
      Connection connection,
      Instant now,
      Optional<String> airport,
      Optional<String> carrier,
      int limit)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("disrupted-flights"))) {
      ask(statement, connection, now, airport, carrier);
      statement.setInt(4, limit);
      Map<String, List<Map<String, Object>>> flights = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          flights
              .computeIfAbsent(row.getString("kind"), k -> new ArrayList<>())
              .add(json.of(FlightRow.read(row).flight()));
        }
      }
      return flights;
    }
  }

  private static void ask(
      PreparedStatement statement,
      Connection connection,
      Instant now,
      Optional<String> airport,
      Optional<String> carrier)
      throws SQLException {
    statement.setObject(1, moment(now));
    statement.setString(2, airport.orElse(null));
    statement.setArray(3, Carriers.array(connection, carrier));
  }
}
