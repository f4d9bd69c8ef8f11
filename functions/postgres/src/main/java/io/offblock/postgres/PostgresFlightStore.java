package io.offblock.postgres;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.load.FlightStore;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Flights in PostgreSQL. One payload is one transaction: its flights, what it said of them, its
 * reference data and its place in the ledger are there together or not at all.
 */
final class PostgresFlightStore implements FlightStore {
  private static final int PAGE = 500;

  private final PostgresSession session;

  PostgresFlightStore(PostgresSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public void apply(Payload payload, ParsedPayload parsed) {
    SortedMap<String, Flight> said = new TreeMap<>();
    for (FlightReport report : parsed.reports()) {
      said.merge(report.id().toString(), Flight.of(report), Flight::merge);
    }
    session.write(
        "loading " + payload.key().id(),
        connection -> {
          long number = Observations.writePayload(connection, payload);
          writeFlights(connection, said);
          Observations.write(connection, payload, number, parsed.reports());
          References.write(connection, payload, parsed.references());
          return null;
        });
  }

  /**
   * Months are opened before flights are locked, so that nobody who waits for a month holds a
   * flight. Flights are locked by their ids before they are read, new ones too. The revision guards
   * against a writer that takes no locks: what it wrote meanwhile is read again.
   */
  private static void writeFlights(Connection connection, SortedMap<String, Flight> said)
      throws SQLException {
    call(connection, "open-months", said.keySet());
    call(connection, "lock-flights", said.keySet());
    SortedMap<String, Flight> left = new TreeMap<>(said);
    while (!left.isEmpty()) {
      Map<String, FlightRow> known = rows(connection, left.keySet());
      List<FlightRow> changed = new ArrayList<>();
      left.forEach(
          (id, flight) -> {
            FlightRow row = known.get(id);
            Flight merged = row == null ? flight : row.flight().merge(flight);
            if (row == null || !merged.equals(row.flight())) {
              changed.add(new FlightRow(merged, row == null ? 1 : row.revision() + 1));
            }
          });
      Set<String> open = new HashSet<>();
      changed.forEach(row -> open.add(row.flight().id().toString()));
      if (!changed.isEmpty()) {
        open.removeAll(written(connection, changed));
      }
      left.keySet().retainAll(open);
    }
  }

  private static void call(Connection connection, String query, Collection<String> ids)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named(query))) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      statement.executeQuery().close();
    }
  }

  private static Set<String> written(Connection connection, List<FlightRow> rows)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("write-flights"))) {
      statement.setString(1, FlightRow.json(rows));
      Set<String> ids = new HashSet<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          ids.add(result.getString(1));
        }
      }
      return ids;
    }
  }

  private static Map<String, FlightRow> rows(Connection connection, Collection<String> ids)
      throws SQLException {
    Array array = connection.createArrayOf("text", ids.toArray());
    try (PreparedStatement statement = connection.prepareStatement(Queries.named("flights"))) {
      statement.setArray(1, array);
      Map<String, FlightRow> rows = new TreeMap<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          FlightRow row = FlightRow.read(result);
          rows.put(row.flight().id().toString(), row);
        }
      }
      return rows;
    }
  }

  @Override
  public Map<FlightId, Flight> find(Collection<FlightId> ids) {
    List<String> texts = ids.stream().map(FlightId::toString).toList();
    Map<FlightId, Flight> flights = new TreeMap<>();
    session
        .read("finding flights", connection -> rows(connection, texts))
        .forEach((id, row) -> flights.put(row.flight().id(), row.flight()));
    return flights;
  }

  @Override
  public void scan(LocalDate from, LocalDate to, Consumer<Flight> each) {
    // Day after day, since a repeated attempt must not hand a flight over twice.
    List<LocalDate> days =
        session.read(
            "listing days",
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(Queries.named("days"))) {
                statement.setObject(1, from);
                statement.setObject(2, to);
                List<LocalDate> found = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                  while (result.next()) {
                    found.add(result.getObject(1, LocalDate.class));
                  }
                }
                return found;
              }
            });
    days.forEach(day -> flightsOf(day).forEach(each));
  }

  private List<Flight> flightsOf(LocalDate day) {
    return session.read(
        "reading the flights of " + day,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Queries.named("flights-of-day"))) {
            statement.setFetchSize(PAGE);
            statement.setObject(1, day);
            List<Flight> flights = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
              while (result.next()) {
                flights.add(FlightRow.read(result).flight());
              }
            }
            return flights;
          }
        });
  }

  /** A moment as the driver takes it. */
  static OffsetDateTime moment(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
