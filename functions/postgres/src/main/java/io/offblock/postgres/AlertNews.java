package io.offblock.postgres;

import io.offblock.alert.Conditions;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.forecast.DelayForecast;
import io.offblock.history.History;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which flights something was told of since rules were last held against them: what loaders add
 * with each payload and the watch takes away. History tells nobody anything.
 */
final class AlertNews {
  private AlertNews() {}

  static void note(Connection connection, Payload payload, ParsedPayload parsed)
      throws SQLException {
    Set<String> flights =
        Stream.concat(
                History.current(parsed.reports()).stream().map(FlightReport::id),
                parsed.forecasts().stream()
                    .map(DelayForecast::flight)
                    .filter(flight -> !History.isPast(flight, payload.seenAt())))
            .map(FlightId::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!flights.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(Queries.named("note-news"))) {
        statement.setArray(1, connection.createArrayOf("text", flights.toArray()));
        statement.executeUpdate();
      }
    }
  }

  /** The flights of the oldest rows, which are gone when the transaction commits. */
  static Taken take(Connection connection, int rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named("take-news"))) {
      statement.setInt(1, rows);
      Set<FlightId> flights = new TreeSet<>();
      int taken = 0;
      try (ResultSet row = statement.executeQuery()) {
        for (; row.next(); taken++) {
          FlightId.parse(row.getString(1)).ifPresent(flights::add);
        }
      }
      return new Taken(flights, taken);
    }
  }

  /** Flights, and how many rows they were. */
  record Taken(Set<FlightId> flights, int rows) {}

  /** Those that a rule may concern: few of the many that are told of, where it names any. */
  static List<FlightId> concerned(
      Connection connection, Conditions conditions, Collection<FlightId> flights)
      throws SQLException {
    List<FlightId> some = flights.stream().filter(conditions::mayConcern).toList();
    if (conditions.flights().isEmpty() || some.isEmpty()) {
      return some;
    }
    Set<String> named = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("flights-under-number"))) {
      statement.setArray(
          1, connection.createArrayOf("text", some.stream().map(FlightId::toString).toArray()));
      statement.setArray(2, connection.createArrayOf("text", conditions.flights().toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          named.add(row.getString(1));
        }
      }
    }
    return some.stream()
        .filter(
            id ->
                named.contains(id.toString())
                    || conditions.flights().contains(id.operating().toString()))
        .toList();
  }
}
