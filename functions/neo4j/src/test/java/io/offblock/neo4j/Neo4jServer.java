package io.offblock.neo4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The embedded Neo4j, started once for all tests of this module, as the launcher starts it. */
final class Neo4jServer {
  private static final String STARTED = "offblock.test.neo4j";
  private static Neo4jConnection connection;

  private Neo4jServer() {}

  /** Its address. */
  static synchronized URI uri() {
    // Tests of the functions run in class loaders of their own: what they share is the process.
    if (System.getProperty(STARTED) == null) {
      System.setProperty(STARTED, start().toString());
    }
    return URI.create(System.getProperty(STARTED));
  }

  static synchronized Neo4jConnection connection() {
    if (connection == null) {
      connection = Neo4jConnection.to(uri(), "", "");
    }
    return connection;
  }

  /** A store without anything in it. */
  static Neo4jFlightStore emptyStore() {
    // A day of flights is more than the server's memory lets one transaction delete.
    connection()
        .run("deleting", "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 500 ROWS");
    new Schema(connection()).apply();
    return new Neo4jFlightStore(connection());
  }

  private static URI start() {
    Path home = root().resolve("localstack/stores/neo4j");
    Path classpath = home.resolve("target/classpath.txt");
    assertTrue(Files.exists(classpath), classpath + " is missing: build localstack/stores/neo4j");
    try {
      Path data = Files.createTempDirectory("offblock-neo4j");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(Files.readAllLines(home.resolve("jvm.options")));
      command.add("-cp");
      command.add(Files.readString(classpath).strip() + ":" + home.resolve("target/classes"));
      command.addAll(
          List.of("io.offblock.stores.Neo4jMain", "--port", "0", "--data", data.toString()));
      Process process =
          new ProcessBuilder(command).redirectError(data.resolve("stderr.txt").toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
      BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ready ")) {
          return URI.create("bolt://127.0.0.1:" + line.substring(6));
        }
      }
      throw new IllegalStateException(
          "Neo4j ended:\n" + Files.readString(data.resolve("stderr.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Process process, Path data) {
    process.destroyForcibly();
    try {
      process.waitFor();
      try (var files = Files.walk(data)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      System.err.println("left behind: " + data + " (" + e + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Path root() {
    String root = System.getenv("OFFBLOCK_ROOT");
    return root == null ? Path.of("../..").toAbsolutePath().normalize() : Path.of(root);
  }
}
