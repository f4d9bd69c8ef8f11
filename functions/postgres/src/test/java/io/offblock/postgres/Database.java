package io.offblock.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;

/** One PostgreSQL for all tests of this module, with the schema that the zip brings. */
final class Database {
  static final String USER = "postgres";
  private static final EmbeddedPostgres SERVER = start();

  /** Names no user, who would win over the one that a test logs in as. */
  static final String URL =
      SERVER.getJdbcUrl(USER, "postgres").replaceFirst("user=\\w+", "gssEncMode=disable");

  private Database() {}

  /** Where it listens on loopback. */
  static int port() {
    return SERVER.getPort();
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              // What it commits by itself would count as written.
              .setServerConfig("autovacuum", "off")
              .setLocaleConfig("locale", "C")
              .setPGStartupWait(Duration.ofMinutes(2))
              .start();
      PostgresSchema.migrate(server.getJdbcUrl(USER, "postgres"), USER, "");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the loader logs in: what the tests do, its grants allow. */
  static PostgresSession session() {
    return new PostgresSession(URL, "offblock_loader", "");
  }

  /** As the functions log in that answer, and the one that extracts. */
  static PostgresSession reader() {
    return new PostgresSession(URL, "offblock_reader", "");
  }

  /** Empties every table that loading fills. */
  static void empty() {
    execute(
        "truncate flight, forecast, observation, observation_state, payload, country, city, airport, airline, aircraft_type,"
            + " alert.rule, alert.news, alert.delivery, alert.attempt"
            + " restart identity");
  }

  static void execute(String sql) {
    execute(URL, sql);
  }

  static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url, USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Each statement with its moment and payload, and each state with its facts, a line each. */
  static String told() {
    return query(
            "select concat_ws(' ', flight, o.seen_at, p.id, encode(hash, 'hex')) from observation o join payload p on p.no = o.payload order by 1")
        + query(
            "select flight || encode(hash, 'hex') || groups::text || facts::text from observation_state order by 1");
  }

  /** The first column of each row, as text, one a line. */
  static String query(String sql) {
    return query(URL, sql);
  }

  static String query(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url, USER, "");
        Statement statement = connection.createStatement()) {
      return text(statement, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Statements in one session; what the last of them answers. */
  static String last(String... statements) {
    try (Connection connection = DriverManager.getConnection(URL, USER, "");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < statements.length - 1; i++) {
        statement.execute(statements[i]);
      }
      return text(statement, statements[statements.length - 1]);
    } catch (SQLException e) {
      throw new IllegalStateException(String.join(";\n", statements), e);
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (var rows = statement.executeQuery(sql)) {
      StringBuilder text = new StringBuilder();
      while (rows.next()) {
        text.append(text.isEmpty() ? "" : "\n").append(rows.getString(1));
      }
      return text.toString();
    }
  }

  /** Each row a line, columns apart by a bar, what is null a dash; moments in UTC. */
  static String rows(String sql) {
    try (Connection connection = DriverManager.getConnection(URL, USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute("set time zone 'UTC'");
      StringBuilder text = new StringBuilder();
      try (var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          StringJoiner line = new StringJoiner(" | ", "", "\n");
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            line.add(Objects.requireNonNullElse(rows.getString(i), "-"));
          }
          text.append(line);
        }
      }
      return text.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
