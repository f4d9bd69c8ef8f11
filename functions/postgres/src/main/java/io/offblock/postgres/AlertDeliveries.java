package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Cursor;
import io.offblock.answer.Fields;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Deliveries and how each attempt went. Each method is part of its caller's transaction. */
final class AlertDeliveries {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AlertDeliveries() {}

  /** Where a delivery is in its life. */
  enum State {
    WAITING,
    DELIVERED,
    DEAD
  }

  /** A delivery that is to be attempted, with what its attempt needs. */
  record Due(String id, String body, int attempts, Instant dueAt, String url, String salt) {}

  /** Whether it was not there yet and its rule still is. */
  static boolean insert(Connection connection, AlertMessage message, Instant now, Instant next)
      throws SQLException {
    try (PreparedStatement statement = statement(connection, "insert-delivery")) {
      statement.setString(1, message.id());
      statement.setString(2, message.rule());
      statement.setString(3, message.flight().orElse(null));
      statement.setString(4, message.change());
      statement.setObject(5, moment(message.told()));
      statement.setObject(6, moment(now));
      statement.setString(7, message.body());
      statement.setObject(8, moment(next));
      return statement.executeUpdate() == 1;
    }
  }

  /** Those that are due now; nobody else takes them for {@code hold}. */
  static List<Due> take(Connection connection, Instant now, Duration hold, int limit)
      throws SQLException {
    try (PreparedStatement statement = statement(connection, "take-deliveries")) {
      statement.setObject(1, moment(now.plus(hold)));
      statement.setObject(2, moment(now));
      statement.setInt(3, limit);
      List<Due> due = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          due.add(
              new Due(
                  row.getString("id"),
                  row.getString("body"),
                  row.getInt("attempts"),
                  FlightStories.moment(row, "due_at"),
                  row.getString("url"),
                  row.getString("salt")));
        }
      }
      return due;
    }
  }

  /**
   * Notes an attempt.
   *
   * @param next when the next one is due; empty where there is none
   */
  static void settle(
      Connection connection,
      String id,
      Instant at,
      Webhook.Outcome outcome,
      State state,
      Optional<Instant> next)
      throws SQLException {
    try (PreparedStatement statement = statement(connection, "note-attempt")) {
      statement.setObject(1, moment(at));
      statement.setInt(2, (int) outcome.took().toMillis());
      statement.setObject(3, outcome.status().isPresent() ? outcome.status().getAsInt() : null);
      statement.setString(4, outcome.error().orElse(null));
      statement.setString(5, id);
      statement.executeUpdate();
    }
    try (PreparedStatement statement = statement(connection, "settle-delivery")) {
      statement.setString(1, state.name());
      statement.setObject(2, next.map(PostgresFlightStore::moment).orElse(null));
      statement.setString(3, id);
      statement.executeUpdate();
    }
  }

  /** Whether the rule has such a delivery. */
  static boolean replay(Connection connection, String rule, String id, Instant now)
      throws SQLException {
    try (PreparedStatement statement = statement(connection, "replay-delivery")) {
      statement.setObject(1, moment(now));
      statement.setString(2, rule);
      statement.setString(3, id);
      return statement.executeUpdate() == 1;
    }
  }

  /** A page of the log, the latest first. */
  record Page(List<Map<String, Object>> deliveries, Optional<Cursor> next) {}

  static Page page(Connection connection, String rule, Instant before, String behind, int limit)
      throws SQLException {
    try (PreparedStatement statement = statement(connection, "deliveries-of-rule")) {
      statement.setString(1, rule);
      statement.setObject(2, moment(before));
      statement.setString(3, behind);
      statement.setInt(4, limit + 1);
      List<Map<String, Object>> found = new ArrayList<>();
      Optional<Cursor> next = Optional.empty();
      try (ResultSet row = statement.executeQuery()) {
        Optional<Cursor> last = Optional.empty();
        while (row.next()) {
          if (found.size() == limit) {
            next = last;
          } else {
            found.add(fields(row));
            last =
                Optional.of(Cursor.of(FlightStories.moment(row, "fired_at"), row.getString("id")));
          }
        }
      }
      return new Page(found, next);
    }
  }

  private static Map<String, Object> fields(ResultSet row) throws SQLException {
    State state = State.valueOf(row.getString("state"));
    try {
      return Fields.none()
          .with("id", row.getString("id"))
          .maybe("flight", Optional.ofNullable(row.getString("flight")))
          .with("change", row.getString("change"))
          .with("toldAt", FlightStories.moment(row, "told_at"))
          .with("firedAt", FlightStories.moment(row, "fired_at"))
          .with("state", state.name().toLowerCase(Locale.ROOT))
          .maybe(
              "nextAttemptAt",
              Optional.of(FlightStories.moment(row, "next_at"))
                  .filter(at -> state == State.WAITING))
          .with("attempts", MAPPER.readTree(row.getString("log")))
          .map();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a delivery's log is no JSON", e);
    }
  }

  /** Forgets what arrived, fired before a moment and for a flight of a day before it. */
  static int forget(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement statement = statement(connection, "forget-deliveries")) {
      statement.setObject(1, moment(before));
      statement.setObject(2, moment(before));
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement statement(Connection connection, String query)
      throws SQLException {
    return connection.prepareStatement(Queries.named(query));
  }
}
