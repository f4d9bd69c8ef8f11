package io.offblock.postgres;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.load.FlightStore;
import io.offblock.load.Newcomers;
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
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Flights in PostgreSQL. One payload is one transaction: its flights, what it said of them, its
 * reference data and its place in the ledger are there together or not at all.
 */
final class PostgresFlightStore implements FlightStore {
  private static final String NAME = "postgres";
  private static final int PAGE = 500;

  private final PostgresSession session;
  private final Newcomers newcomers = new Newcomers();

  /** The connection whose session has the temporary tables, by a transaction that is committed. */
  private volatile Connection staging;

  PostgresFlightStore(PostgresSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void apply(Payload payload, ParsedPayload parsed) {
    SortedMap<String, Flight> said = new TreeMap<>();
    for (FlightReport report : parsed.reports()) {
      said.merge(report.id().toString(), Flight.of(report), Flight::merge);
    }
    Connection used =
        session.write(
            "loading " + payload.key().id(),
            connection -> {
              if (connection != staging) {
                run(connection, "stage-flights");
                run(connection, "stage-observations");
              }
              Observations.writePayload(connection, payload);
              writeFlights(connection, said);
              Observations.write(connection, payload, parsed.reports());
              References.write(connection, payload, parsed.references());
              Forecasts.write(connection, payload, parsed.forecasts());
              AlertNews.note(connection, payload, parsed);
              return connection;
            });
    staging = used;
  }

  /**
   * Months are opened before flights are locked, so that nobody who waits for a month holds a
   * flight. Flights are locked by their ids before they are read, new ones too. Those that are
   * likely to be new are inserted without reading, and read only where one of them was there. The
   * revision guards against a writer that takes no locks: what it wrote meanwhile is read again.
   */
  private void writeFlights(Connection connection, SortedMap<String, Flight> said)
      throws SQLException {
    if (said.isEmpty()) {
      return;
    }
    call(connection, "open-months", oneOfEachMonth(said.keySet()));
    call(connection, "lock-flights", said.keySet());
    if (newcomers.expected(NAME)) {
      int inserted =
          written(connection, said.values().stream().map(f -> new FlightRow(f, 1)).toList());
      newcomers.were(NAME, inserted, said.size());
      if (inserted == said.size()) {
        return;
      }
    }
    SortedMap<String, Flight> left = new TreeMap<>(said);
    while (!left.isEmpty()) {
      Map<String, FlightRow> known = rows(connection, left.keySet());
      newcomers.were(NAME, left.size() - known.size(), left.size());
      List<FlightRow> changed = new ArrayList<>();
      left.forEach(
          (id, flight) -> {
            FlightRow row = known.get(id);
            Flight merged = row == null ? flight : row.flight().merge(flight);
            if (row == null || !merged.equals(row.flight())) {
              changed.add(new FlightRow(merged, row == null ? 1 : row.revision() + 1));
            }
          });
      left.keySet().retainAll(changed.stream().map(row -> row.flight().id().toString()).toList());
      if (changed.isEmpty() || written(connection, changed) == changed.size()) {
        return;
      }
      // Somebody wrote one of them meanwhile: what is written by now will not be changed again.
    }
  }

  private static List<String> oneOfEachMonth(Collection<String> ids) {
    Map<String, String> months = new TreeMap<>();
    // An id ends in 20261124T1055.
    ids.forEach(id -> months.putIfAbsent(id.substring(id.length() - 13, id.length() - 7), id));
    return List.copyOf(months.values());
  }

  private static void call(Connection connection, String query, Collection<String> ids)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named(query))) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      statement.executeQuery().close();
    }
  }

  /** How many of the rows were written: those whose revision nobody else took. */
  private static int written(Connection connection, List<FlightRow> rows) throws SQLException {
    run(connection, "clear-flights");
    CopyRows.send(connection, "flight_news", FlightRow.COLUMNS, FlightRow.copied(rows));
    return run(connection, "write-flights");
  }

  static int run(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named(query))) {
      return statement.executeUpdate();
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

  /** Flights by the text of their ids, in the caller's transaction. */
  static Map<String, Flight> flights(Connection connection, Collection<String> ids)
      throws SQLException {
    Map<String, Flight> flights = new TreeMap<>();
    rows(connection, ids).forEach((id, row) -> flights.put(id, row.flight()));
    return flights;
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
