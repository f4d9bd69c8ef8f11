package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;
import static io.offblock.postgres.Punctuality.number;
import static io.offblock.postgres.Punctuality.rounded;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.AirportJson;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.Router;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How disturbed an airport is in each hour of a day, by the formula that the contract states and
 * the answer repeats. The day and its hours are those of the airport's clock: a day on which clocks
 * change has 23 or 25.
 */
final class DelayIndexAnswer {
  private static final String FORMULA =
      "index = 100 * (sum of burdens) / n; the burden of a flight is 1 where it is cancelled or"
          + " diverted, else min(1, max(0, delay in minutes) / 120), by the actual time, else by the"
          + " provider's estimate; n counts the flights that have a burden";

  private final PostgresSession session;
  private final Airports airports;
  private final InstantSource clock;

  DelayIndexAnswer(PostgresSession session, Airports airports, InstantSource clock) {
    this.session = session;
    this.airports = airports;
    this.clock = clock;
  }

  /** The router with this operation too. */
  Router on(Router router) {
    return router.get("/v1/airports/{airport}/delay-index", this::answer);
  }

  private ApiAnswer answer(ApiRequest request) {
    Airport airport = request.airport("airport", airports);
    LocalDate today = clock.instant().atZone(airport.zone()).toLocalDate();
    LocalDate day = request.maybeDay("date").orElse(today);
    Instant first = day.atStartOfDay(airport.zone()).toInstant();
    Instant last = day.plusDays(1).atStartOfDay(airport.zone()).toInstant();
    Map<String, Object> whole = new LinkedHashMap<>();
    Map<Instant, Map<String, Object>> hours = new LinkedHashMap<>();
    session.read(
        "reading how disturbed " + airport.iata() + " is",
        connection -> {
          whole.clear();
          hours.clear();
          try (PreparedStatement statement =
              connection.prepareStatement(Queries.named("delay-index"))) {
            statement.setString(1, airport.iata());
            statement.setString(2, airport.zone().getId());
            statement.setObject(3, moment(first));
            statement.setObject(4, moment(last));
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                OffsetDateTime hour = row.getObject("hour", OffsetDateTime.class);
                String side = row.getString("side");
                (hour == null
                        ? whole
                        : hours.computeIfAbsent(hour.toInstant(), h -> new LinkedHashMap<>()))
                    .put(side == null ? "all" : side, disturbance(row));
              }
              return null;
            }
          }
        });
    List<Map<String, Object>> rows = new ArrayList<>();
    hours.forEach(
        (hour, sides) ->
            rows.add(
                Fields.none().with("hour", AirportJson.moment(hour, airport)).all(sides).map()));
    return ApiAnswer.json(
            Fields.none()
                .with("airport", AirportJson.of(airport))
                .with("date", day)
                .with("formula", FORMULA)
                .with("day", whole)
                .with("hours", rows)
                .map())
        .alsoAsTable(rows)
        .freshFor(day.isBefore(today.minusDays(1)) ? Duration.ofHours(1) : Duration.ofMinutes(1));
  }

  private static Map<String, Object> disturbance(ResultSet row) throws SQLException {
    return Fields.none()
        .with("flights", row.getLong("flights"))
        .with("cancelled", row.getLong("cancelled"))
        .with("diverted", row.getLong("diverted"))
        .with("n", row.getLong("n"))
        .with("late", row.getLong("late"))
        .maybe("meanDelayMinutes", number(row, "mean").map(m -> rounded(m, 1)))
        .maybe("index", number(row, "index").map(i -> rounded(i, 1)))
        .map();
  }
}
