package io.offblock.postgres;

import io.offblock.answer.Fields;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Delays of groups of flights, with the intervals that the database's functions compute. */
final class Punctuality {
  /** A flight is late from here on: what airlines and authorities count by. */
  static final int LATE_FROM_MINUTES = 15;

  /** What flights are grouped by; hours and weekdays are those of the clock at the airport. */
  enum By {
    ROUTE,
    CARRIER,
    HOUR,
    WEEKDAY;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose delay is measured. */
  enum Side {
    DEPARTURE,
    ARRIVAL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Which flights.
   *
   * @param carrier IATA or ICAO designator
   * @param origin IATA code
   * @param destination IATA code
   */
  record Filter(
      LocalDate first,
      LocalDate last,
      Optional<String> carrier,
      Optional<String> origin,
      Optional<String> destination) {
    Filter from(String airport) {
      return new Filter(first, last, carrier, Optional.of(airport), destination);
    }

    Filter to(String airport) {
      return new Filter(first, last, carrier, origin, Optional.of(airport));
    }
  }

  /**
   * A group of flights.
   *
   * @param key empty for all of them
   * @param flights that ended, fly or were cancelled
   * @param n whose delay is known
   * @param low of the 95 % Wilson interval of the late share
   * @param mean delay in minutes
   * @param margin half of the 95 % interval of the mean
   */
  record Group(
      Optional<String> key,
      long flights,
      long cancelled,
      long n,
      long late,
      Optional<Double> low,
      Optional<Double> high,
      Optional<Double> mean,
      Optional<Double> margin) {
    Map<String, Object> json() {
      Fields fields = Fields.none().with("flights", flights).with("cancelled", cancelled);
      if (flights > 0) {
        fields.with("cancelledShare", share(cancelled, flights));
      }
      fields.with("n", n).with("late", late);
      if (n > 0) {
        fields.with("lateShare", share(late, n));
      }
      low.ifPresent(
          l -> fields.with("lateInterval", List.of(rounded(l, 4), rounded(high.orElseThrow(), 4))));
      mean.ifPresent(m -> fields.with("meanDelayMinutes", rounded(m, 1)));
      margin.ifPresent(
          half ->
              fields.with(
                  "meanInterval",
                  List.of(
                      rounded(mean.orElseThrow() - half, 1),
                      rounded(mean.orElseThrow() + half, 1))));
      return fields.map();
    }

    private static double share(long part, long whole) {
      return rounded((double) part / whole, 4);
    }
  }

  private final PostgresSession session;

  Punctuality(PostgresSession session) {
    this.session = session;
  }

  /** All flights of the filter first, then the groups, most flights first. */
  List<Group> of(Filter filter, By by, Side side) {
    return session.read(
        "reading how punctual flights are",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Queries.named("punctuality"))) {
            statement.setString(1, by.word());
            statement.setString(2, side.word());
            statement.setObject(3, filter.first());
            statement.setObject(4, filter.last());
            statement.setArray(5, Carriers.array(connection, filter.carrier()));
            statement.setString(6, filter.origin().orElse(null));
            statement.setString(7, filter.destination().orElse(null));
            List<Group> groups = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                groups.add(group(row));
              }
            }
            return groups;
          }
        });
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        Optional.ofNullable(row.getString("key")),
        row.getLong("flights"),
        row.getLong("cancelled"),
        row.getLong("n"),
        row.getLong("late"),
        number(row, "low"),
        number(row, "high"),
        number(row, "mean"),
        number(row, "margin"));
  }

  /** A number that may be null. */
  static Optional<Double> number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  static double rounded(double value, int places) {
    double scale = Math.pow(10, places);
    return Math.round(value * scale) / scale;
  }
}
