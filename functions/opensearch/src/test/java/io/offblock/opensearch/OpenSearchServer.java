package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.airport.Airports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedded OpenSearch, started once for all tests of this module, as the launcher starts it.
 */
final class OpenSearchServer {
  private static final String STARTED = "offblock.test.opensearch";

  private OpenSearchServer() {}

  /** Its address. */
  static synchronized URI url() {
    // Tests of the functions run in class loaders of their own: what they share is the process.
    if (System.getProperty(STARTED) == null) {
      System.setProperty(STARTED, start().toString());
    }
    return URI.create(System.getProperty(STARTED));
  }

  static OpenSearchConnection connection() {
    return OpenSearchConnection.to(url());
  }

  /** A store without anything in it. */
  static OpenSearchFlightStore emptyStore() {
    OpenSearchConnection connection = connection();
    noFlights();
    connection.ask(
        "deleting",
        c ->
            c.indices()
                .delete(
                    d ->
                        d.index(
                                OpenSearchFlightStore.LINES,
                                OpenSearchFlightStore.PLACES,
                                OpenSearchFlightStore.PAYLOADS)
                            .ignoreUnavailable(true)));
    new Schema(connection).apply();
    return new OpenSearchFlightStore(connection, Airports.packaged());
  }

  /** Takes every index of flights away, and so their alias. */
  static void noFlights() {
    connection()
        .ask(
            "deleting", c -> c.indices().delete(d -> d.index(OpenSearchFlightStore.FLIGHTS + "*")));
  }

  private static URI start() {
    Path home = root().resolve("localstack/stores/opensearch");
    Path classpath = home.resolve("target/classpath.txt");
    assertTrue(
        Files.exists(classpath), classpath + " is missing: build localstack/stores/opensearch");
    try {
      Path data = Files.createTempDirectory("offblock-opensearch");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(Files.readAllLines(home.resolve("jvm.options")));
      command.add("-cp");
      command.add(Files.readString(classpath).strip() + ":" + home.resolve("target/classes"));
      command.addAll(
          List.of("io.offblock.stores.OpenSearchMain", "--port", "0", "--data", data.toString()));
      Process process =
          new ProcessBuilder(command).redirectError(data.resolve("stderr.txt").toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
      BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ready ")) {
          return URI.create("http://127.0.0.1:" + line.substring(6));
        }
      }
      throw new IllegalStateException(
          "OpenSearch ended:\n" + Files.readString(data.resolve("stderr.txt")));
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
