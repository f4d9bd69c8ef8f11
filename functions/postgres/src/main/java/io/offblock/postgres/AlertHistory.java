package io.offblock.postgres;

import io.offblock.alert.Conditions;
import io.offblock.alert.FlightStory;
import io.offblock.answer.Fields;
import io.offblock.flight.FlightId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a rule would have fired, had it been there: the same rule over the same observations. */
final class AlertHistory {
  /** Flights that one question looks at, the latest first. */
  static final int MOST_FLIGHTS = 20_000;

  private static final int STORIES = 500;

  /** Told of a flight are the days around its departure. */
  private static final Duration AROUND = Duration.ofDays(2);

  private AlertHistory() {}

  private record Fire(Instant told, Map<String, Object> fields) {}

  /**
   * The answer: how often, for which flights and when, and over how many flights that was found.
   */
  static Map<String, Object> ask(
      Connection connection, Conditions conditions, Instant since, Instant until, int listed)
      throws SQLException {
    List<FlightId> flights = flights(connection, conditions, since, until);
    List<Fire> fires = new ArrayList<>();
    int examined = Math.min(flights.size(), MOST_FLIGHTS);
    for (int from = 0; from < examined; from += STORIES) {
      Map<FlightId, FlightStory> stories =
          FlightStories.of(connection, flights.subList(from, Math.min(examined, from + STORIES)));
      stories.forEach(
          (id, story) ->
              conditions
                  .changes(story, since, until)
                  .forEach(
                      change ->
                          fires.add(
                              new Fire(
                                  change.told(),
                                  Fields.none()
                                      .with("flight", id.toString())
                                      .with("change", change.key())
                                      .with("toldAt", change.told())
                                      .map()))));
    }
    fires.sort(Comparator.comparing(Fire::told).reversed());
    return Fields.none()
        .with("from", since)
        .with("until", until)
        .with("count", fires.size())
        .with("flights", fires.stream().map(f -> f.fields().get("flight")).distinct().count())
        .with("fired", fires.stream().limit(listed).map(Fire::fields).toList())
        .with("flightsExamined", examined)
        .with("complete", flights.size() <= MOST_FLIGHTS)
        .map();
  }

  private static List<FlightId> flights(
      Connection connection, Conditions conditions, Instant since, Instant until)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("flights-of-span"))) {
      statement.setObject(1, LocalDateTime.ofInstant(since.minus(AROUND), ZoneOffset.UTC));
      statement.setObject(2, LocalDateTime.ofInstant(until.plus(AROUND), ZoneOffset.UTC));
      array(statement, 3, connection, conditions.airlines());
      array(statement, 4, connection, conditions.flights());
      statement.setString(5, conditions.origin().orElse(null));
      statement.setString(6, conditions.destination().orElse(null));
      statement.setString(7, conditions.airport().orElse(null));
      statement.setInt(8, MOST_FLIGHTS + 1);
      List<FlightId> flights = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          FlightId.parse(row.getString(1)).ifPresent(flights::add);
        }
      }
      return flights;
    }
  }

  private static void array(
      PreparedStatement statement, int index, Connection connection, Collection<String> words)
      throws SQLException {
    if (words.isEmpty()) {
      statement.setArray(index, null);
    } else {
      statement.setArray(index, connection.createArrayOf("text", words.toArray()));
    }
  }
}
