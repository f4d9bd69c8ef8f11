package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.FlightJson;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.flight.Flight;
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
import java.util.Set;

/** A flight by its number, an airport and its boards, the map. */
final class FlightAnswers {
  private static final Duration PAST = Duration.ofHours(2);
  private static final Duration FUTURE = Duration.ofHours(6);
  private static final Duration LONGEST = Duration.ofDays(7);

  /**
   * How long a flight that has not ended, as far as anyone said, stays on a board after it was due.
   */
  private static final Duration OVERDUE = Duration.ofHours(12);

  private static final int USUAL_LIMIT = 100;
  private static final int LARGEST_LIMIT = 500;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PostgresSession session;
  private final Airports airports;
  private final InstantSource clock;
  private final FlightJson json;
  private final AirborneAnswer airborne;

  FlightAnswers(PostgresSession session, Airports airports, InstantSource clock) {
    this.session = session;
    this.airports = airports;
    this.clock = clock;
    json = new FlightJson(airports, clock);
    airborne = new AirborneAnswer(session, airports, clock);
  }

  /** The router with these operations too. */
  Router on(Router router) {
    return router
        .get("/v1/flights/{flight}/{date}", this::byNumber)
        .get("/v1/flights/airborne", r -> airborne.answer())
        .get("/v1/airports/{airport}", this::airport)
        .get("/v1/airports/{airport}/departures", r -> board("departures", r))
        .get("/v1/airports/{airport}/arrivals", r -> board("arrivals", r));
  }

  private ApiAnswer byNumber(ApiRequest request) {
    FlightNumber number = request.flightNumber("flight");
    LocalDate day = request.day("date");
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
    return ApiAnswer.json(
        Fields.none().with("flights", flights.stream().map(json::of).toList()).map());
  }

  /** Flights are kept under IATA designators; an ICAO one may stand for several. */
  private static Set<String> numbers(Connection connection, FlightNumber asked)
      throws SQLException {
    Set<String> numbers = new LinkedHashSet<>(Set.of(asked.toString()));
    if (asked.carrier().length() == 3) {
      try (PreparedStatement statement =
          connection.prepareStatement(Queries.named("carriers-of-icao"))) {
        statement.setString(1, asked.carrier());
        statement.setString(2, asked.carrier());
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            numbers.add(row.getString(1) + asked.number() + asked.suffix());
          }
        }
      }
    }
    return numbers;
  }

  private ApiAnswer airport(ApiRequest request) {
    Airport airport = request.airport("airport", airports);
    Map<?, ?> names =
        session.read(
            "reading the names of " + airport.iata(),
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(Queries.named("names-of-airport"))) {
                statement.setString(1, airport.iata());
                try (ResultSet row = statement.executeQuery()) {
                  return row.next() ? MAPPER.readValue(row.getString(1), Map.class) : Map.of();
                }
              } catch (JsonProcessingException e) {
                throw new IllegalStateException(
                    "the names of " + airport.iata() + " are no JSON", e);
              }
            });
    Fields fields = Fields.none().all(AirportJson.of(airport));
    return ApiAnswer.json(names.isEmpty() ? fields.map() : fields.with("names", names).map());
  }

  private ApiAnswer board(String query, ApiRequest request) {
    Airport airport = request.airport("airport", airports);
    Instant now = clock.instant();
    Instant from = request.moment("from").orElse(now.minus(PAST));
    Instant until = request.moment("until").orElse(from.plus(PAST).plus(FUTURE));
    int limit = request.limit(USUAL_LIMIT, LARGEST_LIMIT);
    if (!from.isBefore(until) || Duration.between(from, until).compareTo(LONGEST) > 0) {
      throw Problem.badRequest(
          "from %s until %s is no window of a board".formatted(from, until),
          "Let until be after from, by seven days at most.");
    }
    List<Flight> flights =
        session.read(
            "reading the board of " + airport.iata(),
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(Queries.named(query))) {
                statement.setString(1, airport.iata());
                statement.setObject(2, moment(from));
                statement.setObject(3, moment(until));
                statement.setObject(4, moment(from.minus(OVERDUE)));
                statement.setInt(5, limit);
                return flights(statement);
              }
            });
    return ApiAnswer.json(
        Fields.none()
            .with("airport", AirportJson.of(airport))
            .with("from", from)
            .with("until", until)
            .with("flights", flights.stream().map(json::of).toList())
            .map());
  }

  private static List<Flight> flights(PreparedStatement statement) throws SQLException {
    List<Flight> flights = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        flights.add(FlightRow.read(rows).flight());
      }
    }
    return flights;
  }
}
