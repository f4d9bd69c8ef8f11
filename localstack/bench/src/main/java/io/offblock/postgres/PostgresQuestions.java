package io.offblock.postgres;

import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.bench.Contender;
import io.offblock.bench.Contender.Told;
import io.offblock.bench.Known;
import io.offblock.bench.Questions;
import io.offblock.flight.FlightId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Boards, and a flight by number and date; beside them a row by its primary key. */
public final class PostgresQuestions implements Questions {
  private final PostgresSession session;
  private final Contender contender;

  public PostgresQuestions(String url) {
    contender = new PostgresContender(url);
    session =
        new PostgresSession(
            url, "offblock", Optional.ofNullable(System.getenv("POSTGRES_PASSWORD")).orElse(""));
  }

  @Override
  public void open() {
    contender.open();
  }

  @Override
  public void load(List<Told> told) throws Exception {
    contender.prepared(told).run();
  }

  @Override
  public void loadPast(List<Told> told) throws Exception {
    load(told);
  }

  @Override
  public void settle() {
    session.read(
        "analysing",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("analyze flight");
          }
          return null;
        });
  }

  @Override
  public Map<String, Question> hot(Known known) {
    Router router =
        PostgresAnswers.of(session, Airports.packaged(), InstantSource.fixed(known.now()));
    Map<String, Question> hot = new LinkedHashMap<>();
    for (String board : List.of("departures", "arrivals")) {
      hot.put(
          board + " of an airport now",
          random -> {
            FlightId flight = Known.one(random, known.window());
            String airport = board.equals("departures") ? flight.origin() : flight.destination();
            return () ->
                ok(router, "/v1/airports/{airport}/" + board, Map.of("airport", airport), Map.of());
          });
    }
    hot.put(
        "a flight of now by number and date",
        random -> byNumber(router, Known.one(random, known.window())));
    hot.put(
        "a flight of the past by number and date",
        random -> byNumber(router, Known.one(random, known.past())));
    hot.put(
        "departures of an airport in the past",
        random -> {
          FlightId flight = Known.one(random, known.past());
          return () ->
              ok(
                  router,
                  "/v1/airports/{airport}/departures",
                  Map.of("airport", flight.origin()),
                  Map.of(
                      "from", flight.day() + "T12:00:00Z", "until", flight.day() + "T20:00:00Z"));
        });
    return hot;
  }

  private static Asking byNumber(Router router, FlightId flight) {
    return () ->
        ok(
            router,
            "/v1/flights/{flight}/{date}",
            Map.of("flight", flight.operating().toString(), "date", flight.day().toString()),
            Map.of());
  }

  @Override
  public Map.Entry<String, Question> yardstick(Known known) {
    return Map.entry(
        "a row by its primary key",
        random -> {
          FlightId flight = Known.one(random, known.window());
          return () ->
              session.read(
                  "looking up",
                  connection -> {
                    try (PreparedStatement statement =
                        connection.prepareStatement(
                            "select state from flight where id = ? and scheduled_departure = ?")) {
                      statement.setString(1, flight.toString());
                      statement.setObject(2, flight.scheduledDeparture());
                      try (ResultSet row = statement.executeQuery()) {
                        if (!row.next()) {
                          throw new IllegalStateException(flight + " is not there");
                        }
                      }
                    }
                    return null;
                  });
        });
  }

  private static void ok(
      Router router, String resource, Map<String, String> path, Map<String, String> query) {
    ApiAnswer answer =
        router.answer(new ApiRequest("GET", resource, path, query, Map.of(), "bench"));
    if (answer.status() != 200) {
      throw new IllegalStateException(resource + " " + path + " gave " + answer.status());
    }
  }
}
