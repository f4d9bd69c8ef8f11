package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.answer.Router;
import io.offblock.flight.Flight;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the model says of a flight, and who was right. */
final class ForecastAnswers {
  private static final Duration BACKTEST = Duration.ofDays(14);

  /**
   * A flight counts so long after its arrival was due: until then only punctual ones have landed.
   */
  private static final Duration SETTLED = Duration.ofHours(6);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PostgresSession session;
  private final FlightAnswers flights;
  private final InstantSource clock;

  ForecastAnswers(PostgresSession session, FlightAnswers flights, InstantSource clock) {
    this.session = session;
    this.flights = flights;
    this.clock = clock;
  }

  Router on(Router router) {
    return router
        .get("/v1/flights/{flight}/{date}/forecast", this::forecast)
        .get("/v1/forecasts/airborne", r -> airborne())
        .get("/v1/model/backtest", r -> backtest());
  }

  /** Apart from the map's own answer: most who look at it do not colour it by forecasts. */
  private ApiAnswer airborne() {
    Instant now = clock.instant();
    Map<String, Object> chances = new LinkedHashMap<>();
    session.read(
        "reading the forecasts of flights in the air",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Queries.named("airborne-forecasts"))) {
            statement.setObject(1, moment(now));
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                chances.put(row.getString(1), Math.round(row.getDouble(2) * 1e4) / 1e4);
              }
            }
          }
          return null;
        });
    return ApiAnswer.json(Fields.none().with("at", Json.utc(now)).with("chances", chances).map())
        .freshFor(Duration.ofSeconds(30));
  }

  /**
   * What was said of the flight, newest first. Before the evening of the day before, or where there
   * is no model, nothing was: an empty list, not an error.
   */
  private ApiAnswer forecast(ApiRequest request) {
    List<Flight> found = flights.ofNumber(request.flightNumber("flight"), request.day("date"));
    List<Map<String, Object>> answers = new ArrayList<>();
    String[] ids = found.stream().map(f -> f.id().toString()).toArray(String[]::new);
    session.read(
        "reading forecasts",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Queries.named("forecasts-of-flights"))) {
            statement.setArray(1, connection.createArrayOf("text", ids));
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                answers.add(forecast(row));
              }
            }
          }
          return null;
        });
    return ApiAnswer.json(Fields.none().with("forecasts", answers).map());
  }

  private Map<String, Object> forecast(ResultSet row) throws SQLException {
    Instant madeAt = row.getObject("made_at", OffsetDateTime.class).toInstant();
    return Fields.none()
        .with("flight", row.getString("flight"))
        .with("probability", row.getDouble("probability"))
        .with(
            "minutes",
            Fields.none()
                .with("p10", row.getDouble("minutes10"))
                .with("p50", row.getDouble("minutes50"))
                .with("p90", row.getDouble("minutes90"))
                .map())
        .with("reasons", list(row.getString("reasons")))
        .with("horizon", row.getString("horizon"))
        .with("madeAt", Json.utc(madeAt))
        .with("ageSeconds", Duration.between(madeAt, clock.instant()).toSeconds())
        .with("modelVersion", row.getInt("model_version"))
        .with("world", row.getString("world"))
        .with("payload", row.getString("payload"))
        .map();
  }

  private ApiAnswer backtest() {
    Instant now = clock.instant();
    Instant from = now.minus(BACKTEST);
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Instant> earliest = new ArrayList<>();
    session.read(
        "comparing forecasts with what came of them",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Queries.named("backtest"))) {
            statement.setObject(1, moment(from));
            statement.setObject(2, moment(now.minus(SETTLED)));
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                rows.add(backtest(row));
                earliest.add(row.getObject("since", OffsetDateTime.class).toInstant());
              }
            }
          }
          return null;
        });
    Instant since = earliest.stream().min(Comparator.naturalOrder()).orElse(from);
    return ApiAnswer.json(
        Fields.none().with("since", Json.utc(since)).with("horizons", rows).map());
  }

  private static Map<String, Object> backtest(ResultSet row) throws SQLException {
    return Fields.none()
        .with("horizon", row.getString("horizon"))
        .with("modelVersion", row.getInt("model_version"))
        .with("world", row.getString("world"))
        .with("flights", row.getLong("flights"))
        .with("shareLate", row.getDouble("late"))
        .with("brier", row.getDouble("brier"))
        .with(
            "ours",
            Fields.none()
                .with("meanErrorMinutes", row.getDouble("our_error"))
                .with("nearer", row.getDouble("ours_nearer"))
                .with("coverage", row.getDouble("coverage"))
                .map())
        .with(
            "airline",
            Fields.none()
                .with("meanErrorMinutes", row.getDouble("airline_error"))
                .with("nearer", row.getDouble("airline_nearer"))
                .with("estimates", row.getLong("estimates"))
                .map())
        .with("reliability", list(row.getString("reliability")))
        .map();
  }

  private static List<?> list(String json) {
    try {
      return MAPPER.readValue(json, List.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database gave a list that is no JSON", e);
    }
  }
}
