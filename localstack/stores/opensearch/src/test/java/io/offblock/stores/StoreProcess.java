package io.offblock.stores;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The store as the launcher starts it: a process of its own with the flags of {@code jvm.options}.
 */
final class StoreProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private StoreProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static StoreProcess start(Class<?> main, Path data) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Files.readAllLines(Path.of("jvm.options")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of("--port", "0", "--data", data.toString()));
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(data.resolve("stderr.txt").toFile()))
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        System.out.printf(
            "%s ready after %d ms, %s%n",
            main.getSimpleName(), (System.nanoTime() - begin) / 1_000_000, resident(process));
        return new StoreProcess(process, Integer.parseInt(line.substring(6)));
      }
    }
    throw new IOException("it ended:\n" + Files.readString(data.resolve("stderr.txt")));
  }

  int port() {
    return port;
  }

  /** Resident memory as the kernel counts it, {@code VmRSS: … kB}. */
  String resident() throws IOException {
    return resident(process);
  }

  private static String resident(Process process) throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.exists(status)) {
      return "memory not known";
    }
    try (var lines = Files.lines(status)) {
      return lines.filter(l -> l.startsWith("VmRSS")).findFirst().orElse("");
    }
  }

  /** As a power cut does: no chance to write anything. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As the launcher does; whether it ended in time. */
  boolean stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(90, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
