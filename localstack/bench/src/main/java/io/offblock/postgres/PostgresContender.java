package io.offblock.postgres;

import io.offblock.bench.Contender;
import io.offblock.flight.Flight;
import io.offblock.load.FlightStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL at best: COPY into a staging table, then INSERT … ON CONFLICT, some thousand flights a
 * transaction, the statements about them and the ledger included.
 */
public final class PostgresContender implements Contender {
  private static final String USER = "offblock";

  private final String url;
  private final String password =
      Optional.ofNullable(System.getenv("POSTGRES_PASSWORD")).orElse("");
  private final PostgresSession session;

  public PostgresContender(String url) {
    this.url = url;
    session = new PostgresSession(url, USER, password);
  }

  @Override
  public FlightStore open() {
    PostgresSchema.migrate(url, USER, password);
    return new PostgresFlightStore(session);
  }

  @Override
  public Bare prepared(List<Told> told) {
    List<FlightRow> flights = new ArrayList<>();
    CopyRows statements = new CopyRows();
    for (Told one : told) {
      one.parsed().reports().forEach(r -> flights.add(new FlightRow(Flight.of(r), 1)));
      Observations.copy(one.payload(), one.parsed().reports(), statements);
    }
    String month = flights.getFirst().flight().id().toString();
    byte[] rows = FlightRow.copied(flights);
    byte[] observations = statements.bytes();
    return () ->
        session.write(
            "writing",
            connection -> {
              openMonth(connection, month);
              for (Told one : told) {
                Observations.writePayload(connection, one.payload());
              }
              PostgresFlightStore.run(connection, "stage-flights");
              PostgresFlightStore.run(connection, "stage-observations");
              CopyRows.send(connection, "flight_news", FlightRow.COLUMNS, rows);
              PostgresFlightStore.run(connection, "write-flights");
              Observations.write(connection, observations);
              return null;
            });
  }

  private static void openMonth(Connection connection, String id) throws SQLException {
    try (PreparedStatement months = connection.prepareStatement(Queries.named("open-months"))) {
      months.setArray(1, connection.createArrayOf("text", new Object[] {id}));
      months.executeQuery().close();
    }
  }
}
