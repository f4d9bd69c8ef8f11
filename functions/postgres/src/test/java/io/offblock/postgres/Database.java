package io.offblock.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** One PostgreSQL for all tests of this module, with the schema that the zip brings. */
final class Database {
  static final String USER = "postgres";
  private static final EmbeddedPostgres SERVER = start();
  static final String URL = SERVER.getJdbcUrl(USER, "postgres");

  private Database() {}

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start();
      PostgresSchema.migrate(server.getJdbcUrl(USER, "postgres"), USER, "");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PostgresSession session() {
    return new PostgresSession(URL, USER, "");
  }

  /** Empties every table that loading fills. */
  static void empty() {
    execute(
        "truncate flight, observation, observation_state, payload, country, city, airport, airline, aircraft_type"
            + " restart identity");
  }

  static void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(URL, USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of each row, as text, one a line. */
  static String query(String sql) {
    try (Connection connection = DriverManager.getConnection(URL, USER, "");
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      StringBuilder text = new StringBuilder();
      while (rows.next()) {
        text.append(text.isEmpty() ? "" : "\n").append(rows.getString(1));
      }
      return text.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
