package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Csv;
import io.offblock.answer.Cursor;
import io.offblock.answer.Fields;
import io.offblock.answer.FlightJson;
import io.offblock.answer.FlightText;
import io.offblock.answer.Format;
import io.offblock.answer.Problem;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** Flights whose JSON is kept: those of twenty busy boards, some ten megabytes. */
  private static final int MOST_TOLD = 3_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PostgresSession session;
  private final Airports airports;
  private final InstantSource clock;
  private final FlightJson json;
  private final Told<FlightText> told = new Told<>(MOST_TOLD);

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
    Board board =
        session.read(
            "reading the board of " + airport.iata(),
            connection -> {
              List<Due> due = due(connection, query, airport, window, limit + 1);
              List<Due> page = due.subList(0, Math.min(limit, due.size()));
              return new Board(
                  page,
                  due.size() > limit,
                  told.of(page.stream().map(Due::row).toList(), ids -> texts(connection, ids)));
            });
    Instant now = clock.instant();
    List<FlightText.At> flights = board.texts().map(text -> text.at(now)).toList();
    Optional<Cursor> next = board.next(window);
    ApiAnswer answer =
        ApiAnswer.json(
                Fields.none()
                    .with("airport", AirportJson.of(airport))
                    .with("from", window.from())
                    .with("until", window.until())
                    .with("flights", flights)
                    .maybe("next", next.map(Cursor::toString))
                    .map())
            .alsoAs(Format.CSV, () -> Csv.ofTexts(flights))
            .freshFor(Duration.ofSeconds(15));
    return next.map(n -> answer.withHeader("Link", request.linkTo(n))).orElse(answer);
  }

  /**
   * A line of a board.
   *
   * @param best time as known, whole seconds
   */
  private record Due(Told.Row row, Instant best) {}

  /**
   * @param more whether there are more behind them
   */
  private record Board(List<Due> due, boolean more, Map<String, FlightText> told) {
    /** One that went meanwhile is not on it. */
    Stream<FlightText> texts() {
      return due.stream().map(one -> told.get(one.row().id())).filter(Objects::nonNull);
    }

    Optional<Cursor> next(Window window) {
      return more
          ? Optional.of(window.after(due.getLast().best(), due.getLast().row().id()))
          : Optional.empty();
    }
  }

  private static List<Due> due(
      Connection connection, String query, Airport airport, Window window, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named(query))) {
      statement.setString(1, airport.iata());
      statement.setObject(2, moment(window.from()));
      statement.setObject(3, moment(window.until()));
      statement.setObject(4, moment(window.from().minus(OVERDUE)));
      statement.setObject(5, moment(window.behind()));
      statement.setString(6, window.id());
      statement.setInt(7, limit);
      List<Due> due = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          due.add(
              new Due(
                  new Told.Row(rows.getString("id"), rows.getLong("version")),
                  Instant.ofEpochSecond(rows.getLong("board_at"))));
        }
      }
      return due;
    }
  }

  private Map<String, Told.Kept<FlightText>> texts(Connection connection, List<String> ids)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named("flights-told"))) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      Map<String, Told.Kept<FlightText>> texts = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.put(
              rows.getString("id"),
              new Told.Kept<>(rows.getLong("version"), json.text(FlightRow.read(rows).flight())));
        }
      }
      return texts;
    }
  }
}
