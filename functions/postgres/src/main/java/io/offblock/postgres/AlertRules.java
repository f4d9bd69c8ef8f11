package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules that are kept. Each method is part of its caller's transaction. */
final class AlertRules {
  private AlertRules() {}

  static List<AlertRule> enabled(Connection connection) throws SQLException {
    try (PreparedStatement statement = statement(connection, "enabled-alert-rules")) {
      return read(statement);
    }
  }

  static List<AlertRule> page(Connection connection, String behind, int limit) throws SQLException {
    try (PreparedStatement statement = statement(connection, "alert-rules")) {
      statement.setString(1, behind);
      statement.setInt(2, limit);
      return read(statement);
    }
  }

  static Optional<AlertRule> find(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement = statement(connection, "alert-rule")) {
      statement.setString(1, id);
      return read(statement).stream().findFirst();
    }
  }

  static int count(Connection connection) throws SQLException {
    try (PreparedStatement statement = statement(connection, "count-alert-rules");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  static void insert(Connection connection, AlertRule rule) throws SQLException {
    try (PreparedStatement statement = statement(connection, "insert-alert-rule")) {
      statement.setString(1, rule.id());
      statement.setString(2, rule.name());
      statement.setString(3, rule.url());
      statement.setString(4, rule.conditions().toString());
      statement.setBoolean(5, rule.enabled());
      statement.setString(6, rule.salt());
      statement.setObject(7, moment(rule.since()));
      statement.setObject(8, moment(rule.createdAt()));
      statement.setObject(9, moment(rule.changedAt()));
      statement.executeUpdate();
    }
  }

  static Optional<AlertRule> change(
      Connection connection, String id, AlertQuestion.Asked asked, Instant now)
      throws SQLException {
    try (PreparedStatement statement = statement(connection, "change-alert-rule")) {
      statement.setString(1, asked.name());
      statement.setString(2, asked.url());
      statement.setString(3, asked.conditions().toString());
      statement.setBoolean(4, asked.enabled());
      statement.setObject(5, moment(now));
      statement.setString(6, id);
      return read(statement).stream().findFirst();
    }
  }

  static boolean delete(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement = statement(connection, "delete-alert-rule")) {
      statement.setString(1, id);
      return statement.executeUpdate() == 1;
    }
  }

  private static PreparedStatement statement(Connection connection, String query)
      throws SQLException {
    return connection.prepareStatement(Queries.named(query));
  }

  private static List<AlertRule> read(PreparedStatement statement) throws SQLException {
    List<AlertRule> rules = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rules.add(AlertRule.read(row));
      }
    }
    return rules;
  }
}
