package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.aws.Secret.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each function's user may not do, tried on the server itself. */
class AccountsTest {
  private static final String NOT_ALLOWED = "42501";
  private static final String READ_ONLY = "25006";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into country (code) values ('ZZ')",
        "update flight set revision = 0",
        "delete from flight",
        "truncate payload",
        "create table mine (x int)",
        "create temporary table mine (x int)",
        "select open_months(array['LH-400-FRA-JFK-20991124T1055'])",
        "drop table flight",
      })
  void aReaderCannotWrite(String statement) {
    String first = refusal("offblock_reader", statement);
    assertTrue(Set.of(READ_ONLY, NOT_ALLOWED).contains(first), first);
    // A session may call itself writable; the grants hold all the same.
    String state = refusal("offblock_reader", "set default_transaction_read_only = off", statement);
    assertEquals(NOT_ALLOWED, state, statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table mine (x int)",
        "drop table flight",
        "alter table flight add column mine text",
        "truncate flight",
        "create role mine",
        "alter role offblock_reader reset default_transaction_read_only",
        "select * from flyway_schema_history",
        "copy flight to program 'true'",
      })
  void aLoaderWritesRowsAndNothingElse(String statement) {
    assertEquals(NOT_ALLOWED, refusal("offblock_loader", statement), statement);
  }

  @Test
  void aReaderReads() throws SQLException {
    try (Connection connection = DriverManager.getConnection(Database.URL, "offblock_reader", "");
        Statement statement = connection.createStatement()) {
      assertTrue(statement.execute("select count(*) from flight"));
    }
  }

  @Test
  void aRefusedLoginIsAskedForAgain() {
    Database.execute("drop role if exists retired; create role retired nologin");
    AtomicReference<Login> login = new AtomicReference<>(new Login("retired", ""));
    try (PostgresSession session =
        new PostgresSession(
            Database.URL, login::get, () -> login.set(new Login("offblock_reader", "")))) {
      String who =
          session.read(
              "who",
              connection -> {
                try (Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("select current_user")) {
                  rows.next();
                  return rows.getString(1);
                }
              });
      assertEquals("offblock_reader", who);
    }
  }

  @Test
  void theSchemaSetsTheOthersPasswordsHashed() {
    Login owner = new Login(Database.USER, "");
    Login reader = new Login("offblock_reader", "canary-9921");
    new Accounts(() -> owner, () -> {}, List.of(() -> reader), false).migrate(Database.URL);
    String kept =
        Database.query("select rolpassword from pg_authid where rolname = 'offblock_reader'");
    assertTrue(kept.startsWith("SCRAM-SHA-256$"), kept);
  }

  private static String refusal(String user, String... statements) {
    SQLException refused =
        assertThrows(
            SQLException.class,
            () -> {
              try (Connection connection = DriverManager.getConnection(Database.URL, user, "");
                  Statement statement = connection.createStatement()) {
                for (String one : statements) {
                  statement.execute(one);
                }
              }
            });
    return refused.getSQLState();
  }
}
