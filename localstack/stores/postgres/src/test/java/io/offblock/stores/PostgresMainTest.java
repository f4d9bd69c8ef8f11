package io.offblock.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as the launcher runs it, stopped in every way there is. */
class PostgresMainTest {
  @TempDir Path data;
  private int port;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    launch();
  }

  @AfterEach
  void stop() throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "SIGTERM ends it");
  }

  @Test
  void acknowledgedRowsOutliveAKilledProcessAndItsServerDiesWithIt() throws Exception {
    int written = 0;
    try (Connection connection = connect()) {
      connection.createStatement().execute("create table kept (n int primary key)");
      for (; written < 200; written++) {
        connection.createStatement().execute("insert into kept values (" + written + ")");
      }
      process.destroyForcibly().waitFor();
    }
    launch();
    assertEquals(written, count());
  }

  @Test
  void startsAfterTheServerItselfWasKilled() throws Exception {
    try (Connection connection = connect()) {
      connection.createStatement().execute("create table kept (n int primary key)");
      connection.createStatement().execute("insert into kept values (1)");
    }
    ProcessHandle.of(postmaster()).orElseThrow().destroyForcibly();
    assertEquals(
        1, process.waitFor(), "a dead server ends the process, so that the launcher sees it");
    assertTrue(
        Files.exists(data.resolve("cluster/postmaster.pid")), "a killed server leaves its file");
    launch();
    assertEquals(1, count());
  }

  @Test
  void aForeignProcessWithTheOldNumberIsNeitherObstacleNorKilled() throws Exception {
    stop();
    Process foreign = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(
          data.resolve("cluster/postmaster.pid"),
          foreign.pid() + "\n" + data.resolve("cluster") + "\n");
      launch();
      assertEquals(0, query("select 0"));
      assertTrue(foreign.isAlive());
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void stopsCleanWithClientsConnected() throws Exception {
    try (Connection connection = connect()) {
      assertTrue(connection.isValid(5));
      stop();
    }
    assertFalse(
        Files.exists(data.resolve("cluster/postmaster.pid")), "a clean stop leaves no file");
  }

  @Test
  void commitsAreFlushedToDisk() throws Exception {
    assertEquals(
        1, query("select count(*) from pg_settings where name = 'fsync' and setting = 'on'"));
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PostgresMain.class.getName(),
                "--port",
                "" + port,
                "--data",
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader();
    assertEquals("ready " + port, out.readLine());
  }

  private long postmaster() throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("cluster/postmaster.pid")).getFirst());
  }

  private int count() throws SQLException {
    return query("select count(*) from kept");
  }

  private int query(String sql) throws SQLException {
    try (Connection connection = connect();
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresServer.DATABASE, "offblock", "");
  }
}
