package io.offblock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A store of {@code localstack/stores} as the launcher starts it, for the tests of the functions
 * that speak to it: a process of its own, which ends with the tests and takes its data along.
 */
public final class StoreServer {
  private StoreServer() {}

  /**
   * Starts it and waits until it answers.
   *
   * @param store its folder's name
   * @param main class that starts it
   * @return its port on the loopback address
   */
  public static int start(String store, String main) {
    Path home = project().resolve("localstack/stores").resolve(store);
    Path classpath = home.resolve("target/classpath.txt");
    if (!Files.exists(classpath)) {
      throw new IllegalStateException(classpath + " is missing: build localstack/stores/" + store);
    }
    try {
      Path data = Files.createTempDirectory("offblock-" + store);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(Files.readAllLines(home.resolve("jvm.options")));
      command.add("-cp");
      command.add(Files.readString(classpath).strip() + ":" + home.resolve("target/classes"));
      command.addAll(List.of(main, "--port", "0", "--data", data.toString()));
      Process process =
          new ProcessBuilder(command).redirectError(data.resolve("stderr.txt").toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
      BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ready ")) {
          return Integer.parseInt(line.substring("ready ".length()));
        }
      }
      throw new IllegalStateException(
          store + " ended:\n" + Files.readString(data.resolve("stderr.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The project's folder, from a module's test. */
  public static Path project() {
    String root = System.getenv("OFFBLOCK_ROOT");
    return root == null ? Path.of("../..").toAbsolutePath().normalize() : Path.of(root);
  }

  private static void stop(Process process, Path data) {
    process.destroyForcibly();
    try {
      process.waitFor();
      try (var files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      System.err.println("left behind: " + data + " (" + e + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
