package io.offblock.postgres;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.airport.GreatCircle;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Calendar;
import io.offblock.answer.Fields;
import io.offblock.answer.FlightJson;
import io.offblock.answer.Format;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A flight by its id, now or as it was known at a moment; flights by number, and those of a route.
 */
final class FlightAnswers {
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final PostgresSession session;
  private final Airports airports;
  private final InstantSource clock;
  private final FlightJson json;

  FlightAnswers(PostgresSession session, Airports airports, InstantSource clock) {
    this.session = session;
    this.airports = airports;
    this.clock = clock;
    json = new FlightJson(airports, clock);
  }

  /** The router with these operations too. */
  Router on(Router router) {
    return router
        .get("/v1/flights/{flight}", this::flight)
        .get("/v1/flights/{flight}/{date}", this::byNumber)
        .get("/v1/routes/{origin}/{destination}/{date}", this::schedule);
  }

  private ApiAnswer flight(ApiRequest request) {
    FlightId id = request.flightId("flight");
    Optional<Instant> asOf = request.moment("asOf");
    Instant now = clock.instant();
    if (asOf.isPresent() && asOf.get().isAfter(now)) {
      throw Problem.badRequest(
          "asOf=%s is still to come".formatted(asOf.get()),
          "Name a moment that has passed, or leave asOf out for what is known now.");
    }
    Flight flight =
        (asOf.isPresent()
                ? session.read(
                    "reading the history of " + id, c -> Observations.asOf(c, id, asOf.get()))
                : session.read("finding " + id, c -> find(c, id)))
            .orElseThrow(() -> unknown(id, asOf));
    Map<String, Object> fields =
        asOf.map(
                moment ->
                    Fields.none()
                        .all(new FlightJson(airports, InstantSource.fixed(moment)).of(flight))
                        .with("asOf", moment)
                        .map())
            .orElseGet(() -> json.of(flight));
    return ApiAnswer.json(fields)
        .alsoAs(Format.ICALENDAR, () -> Calendar.of(List.of(flight), airports))
        .freshFor(asOf.isPresent() ? Duration.ofMinutes(10) : FRESH);
  }

  /**
   * Answers tell moments by the second: what was seen within the second that is asked for was known
   * in it, so that {@code asOf} can be a flight's own {@code seenAt}.
   */
  private static Instant lastOf(Instant moment) {
    return moment.getNano() == 0 ? moment.plusMillis(999) : moment;
  }

  private static Problem unknown(FlightId id, Optional<Instant> asOf) {
    return Problem.notFound(
        asOf.map(moment -> "nobody had spoken of flight %s by %s".formatted(id, moment))
            .orElse("no flight %s is known".formatted(id)),
        asOf.isPresent()
            ? "Ask for a later moment; /v1/flights/%s/timeline tells when it was first seen."
                .formatted(id)
            : "Ask by number and date first: /v1/flights/%s/%s"
                .formatted(id.operating(), id.day()));
  }

  private static Optional<Flight> find(Connection connection, FlightId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named("flights"))) {
      statement.setArray(1, connection.createArrayOf("text", new String[] {id.toString()}));
      return flights(statement).stream().findFirst();
    }
  }

  private ApiAnswer byNumber(ApiRequest request) {
    return list(Fields.none(), ofNumber(request.flightNumber("flight"), request.day("date")));
  }

  /** Flights of a number on a day; a problem where there is none. */
  List<Flight> ofNumber(FlightNumber number, LocalDate day) {
    List<Flight> flights =
        session.read(
            "finding " + number,
            connection -> {
              Array names = connection.createArrayOf("text", numbers(connection, number).toArray());
              try (PreparedStatement statement =
                  connection.prepareStatement(Queries.named("flights-of-number"))) {
                statement.setArray(1, names);
                statement.setObject(2, day);
                return flights(statement);
              }
            });
    if (flights.isEmpty()) {
      throw Problem.notFound(
          "no flight %s is known that is scheduled to leave on %s".formatted(number, day),
          "The date is the scheduled departure's at the origin, local: try the day before or after, or"
              + " /v1/search?q="
              + number);
    }
    return flights;
  }

  private ApiAnswer schedule(ApiRequest request) {
    Airport origin = request.airport("origin", airports);
    Airport destination = request.airport("destination", airports);
    LocalDate day = request.day("date");
    List<Flight> flights =
        session.read(
            "reading the schedule of a route",
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(Queries.named("schedule"))) {
                statement.setString(1, origin.iata());
                statement.setString(2, destination.iata());
                statement.setObject(3, day);
                return flights(statement);
              }
            });
    return list(
        Fields.none()
            .with("origin", AirportJson.of(origin))
            .with("destination", AirportJson.of(destination))
            .with("date", day)
            .with("distanceKm", Math.round(GreatCircle.distanceKm(origin, destination))),
        flights);
  }

  private ApiAnswer list(Fields fields, List<Flight> flights) {
    List<Map<String, Object>> rows = flights.stream().map(json::of).toList();
    return ApiAnswer.json(fields.with("flights", rows).map())
        .alsoAsTable(rows)
        .alsoAs(Format.ICALENDAR, () -> Calendar.of(flights, airports))
        .freshFor(FRESH);
  }

  private static Set<String> numbers(Connection connection, FlightNumber asked)
      throws SQLException {
    Set<String> numbers = new LinkedHashSet<>();
    for (String carrier : Carriers.of(connection, asked.carrier())) {
      numbers.add(carrier + asked.number() + asked.suffix());
    }
    return numbers;
  }

  static List<Flight> flights(PreparedStatement statement) throws SQLException {
    List<Flight> flights = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        flights.add(FlightRow.read(rows).flight());
      }
    }
    return flights;
  }
}
