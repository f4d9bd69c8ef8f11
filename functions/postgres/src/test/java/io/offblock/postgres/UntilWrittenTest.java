package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UntilWrittenTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final PostgresSession READER = Database.reader();

  private final UntilWritten<Long> names = new UntilWritten<>(Duration.ofSeconds(5));
  private int made;

  @BeforeEach
  void table() {
    Database.empty();
  }

  @AfterAll
  static void empty() {
    Database.empty();
  }

  private long told(Instant now) {
    return READER.read("counting", connection -> names.in(connection, now, this::count)).value();
  }

  private long count(Connection connection) throws SQLException {
    made++;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from airline")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Connection writer() throws SQLException {
    Connection writer = DriverManager.getConnection(Database.URL, Database.USER, "");
    writer.setAutoCommit(false);
    return writer;
  }

  private static void write(Connection writer, int number) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute(
          "insert into airline (code, names, seen_at, sha256, payload) values ('%d', '{}', now(), '', '') on conflict do nothing"
              .formatted(number));
    }
  }

  @Test
  void itIsMadeOnceWhileNothingIsWritten() {
    for (int second = 0; second < 5; second++) {
      assertEquals(0, told(NOON.plusSeconds(second)));
    }
    assertEquals(1, made);
  }

  @Test
  void itIsMadeAnewWhenItIsOldOrTheClockWentBack() {
    told(NOON);
    told(NOON.plusSeconds(5));
    assertEquals(2, made);
    told(NOON.plusSeconds(4));
    assertEquals(3, made);
  }

  @Test
  void whatIsWrittenIsToldAtOnceHoweverTransactionsCross() throws SQLException {
    Random random = new Random(28);
    Connection[] writers = {writer(), writer(), writer()};
    int kept = 0;
    try {
      for (int step = 0; step < 300; step++) {
        Connection writer = writers[random.nextInt(writers.length)];
        switch (random.nextInt(6)) {
          // Each writer inserts names of its own: none waits for another.
          case 0 -> write(writer, 3 * random.nextInt(300) + indexOf(writers, writer));
          case 1 -> writer.commit();
          case 2 -> writer.rollback();
          default -> {
            int before = made;
            assertEquals(
                Long.parseLong(Database.query("select count(*) from airline")),
                told(NOON),
                "step " + step);
            kept += made == before ? 1 : 0;
          }
        }
      }
    } finally {
      for (Connection writer : writers) {
        writer.rollback();
        writer.close();
      }
    }
    assertTrue(kept > 20, "kept " + kept + " times");
  }

  private static int indexOf(Connection[] writers, Connection writer) {
    int index = 0;
    while (writers[index] != writer) {
      index++;
    }
    return index;
  }
}
