package io.offblock.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was made of the database's rows, kept until anything at all is written, and for a while at
 * most. PostgreSQL's snapshot says which transactions a reader sees (<a
 * href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">its
 * documentation</a>): while it is the same, so is every row, and asking for it reads none.
 *
 * @param <T> what is made
 */
final class UntilWritten<T> {
  /**
   * @param at the moment that it tells of
   */
  record Made<T>(Instant at, T value) {}

  /** Makes it anew. */
  interface Making<T> {
    T of(Connection connection) throws SQLException;
  }

  private record Kept<T>(String snapshot, Made<T> made) {}

  private final Duration most;
  private Optional<Kept<T>> kept = Optional.empty();

  /**
   * @param most how old it may be though nothing was written: the hands of the clock alone put a
   *     flight on the map or take it off
   */
  UntilWritten(Duration most) {
    this.most = most;
  }

  /**
   * What was kept, or else what is made now.
   *
   * @param connection in a transaction that sees what others wrote before each statement (READ
   *     COMMITTED): the snapshot is asked for first, so that what is written meanwhile makes
   *     another one
   */
  synchronized Made<T> in(Connection connection, Instant now, Making<T> making)
      throws SQLException {
    String snapshot = snapshot(connection);
    Optional<Made<T>> same =
        kept.filter(one -> one.snapshot().equals(snapshot))
            .map(Kept::made)
            .filter(one -> !now.isBefore(one.at()) && now.isBefore(one.at().plus(most)));
    if (same.isPresent()) {
      return same.get();
    }
    Made<T> made = new Made<>(now, making.of(connection));
    kept = Optional.of(new Kept<>(snapshot, made));
    return made;
  }

  private static String snapshot(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select pg_current_snapshot()::text");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
