package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Cursor;
import io.offblock.answer.Fields;
import io.offblock.answer.FlightJson;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An airport and its boards. */
final class AirportAnswers {
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

  AirportAnswers(PostgresSession session, Airports airports, InstantSource clock) {
    this.session = session;
    this.airports = airports;
    this.clock = clock;
    json = new FlightJson(airports, clock);
  }

  /** The router with these operations too. */
  Router on(Router router) {
    return router
        .get("/v1/airports/{airport}", this::airport)
        .get("/v1/airports/{airport}/departures", r -> board("departures", r))
        .get("/v1/airports/{airport}/arrivals", r -> board("arrivals", r));
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
    return ApiAnswer.json(names.isEmpty() ? fields.map() : fields.with("names", names).map())
        .freshFor(Duration.ofHours(1));
  }

  /**
   * What the pages of a board share, and where one begins.
   *
   * @param behind best known time of the last flight of the page before
   * @param id of that flight
   */
  private record Window(Instant from, Instant until, Instant behind, String id) {
    private static final int PARTS = 4;

    Cursor after(Instant best, String flight) {
      return Cursor.of(from, until, best, flight);
    }

    static Window of(Cursor cursor, ApiRequest request) {
      return new Window(
          request.moment(cursor, 0),
          request.moment(cursor, 1),
          request.moment(cursor, 2),
          cursor.parts().get(3));
    }
  }

  /** By the minute, so that a board that is asked for again is the same board. */
  private Window window(ApiRequest request) {
    Optional<Cursor> cursor = request.cursor(Window.PARTS);
    Instant from =
        request
            .moment("from")
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MINUTES).minus(PAST));
    Instant until = request.moment("until").orElse(from.plus(PAST).plus(FUTURE));
    Window window =
        cursor
            .map(c -> Window.of(c, request))
            .orElseGet(() -> new Window(from, until, Instant.EPOCH, ""));
    if (!window.from().isBefore(window.until())
        || Duration.between(window.from(), window.until()).compareTo(LONGEST) > 0) {
      throw Problem.badRequest(
          "from %s until %s is no window of a board".formatted(window.from(), window.until()),
          "Let until be after from, by seven days at most.");
    }
    return window;
  }

  private ApiAnswer board(String query, ApiRequest request) {
    Airport airport = request.airport("airport", airports);
    Window window = window(request);
    int limit = request.limit(USUAL_LIMIT, LARGEST_LIMIT);
    List<Map<String, Object>> flights = new ArrayList<>();
    Optional<Cursor> next =
        session.read(
            "reading the board of " + airport.iata(),
            connection -> {
              flights.clear();
              try (PreparedStatement statement =
                  connection.prepareStatement(Queries.named(query))) {
                statement.setString(1, airport.iata());
                statement.setObject(2, moment(window.from()));
                statement.setObject(3, moment(window.until()));
                statement.setObject(4, moment(window.from().minus(OVERDUE)));
                statement.setObject(5, moment(window.behind()));
                statement.setString(6, window.id());
                statement.setInt(7, limit + 1);
                try (ResultSet rows = statement.executeQuery()) {
                  Optional<Cursor> last = Optional.empty();
                  while (rows.next()) {
                    if (flights.size() == limit) {
                      return last;
                    }
                    flights.add(json.of(FlightRow.read(rows).flight()));
                    last =
                        Optional.of(
                            window.after(
                                Instant.ofEpochSecond(rows.getLong("board_at")),
                                rows.getString("id")));
                  }
                  return Optional.empty();
                }
              }
            });
    ApiAnswer answer =
        ApiAnswer.json(
                Fields.none()
                    .with("airport", AirportJson.of(airport))
                    .with("from", window.from())
                    .with("until", window.until())
                    .with("flights", flights)
                    .maybe("next", next.map(Cursor::toString))
                    .map())
            .alsoAsTable(flights)
            .freshFor(Duration.ofSeconds(15));
    return next.map(n -> answer.withHeader("Link", request.linkTo(n))).orElse(answer);
  }
}
