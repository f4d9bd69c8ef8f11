package io.offblock.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code postmaster.pid}: what a running server writes of itself, and what a killed one leaves
 * behind. A process number alone proves nothing, since after a restart of the machine someone else
 * may carry it: the command line must be this cluster's.
 */
record PostmasterFile(Path cluster, List<String> lines) {
  static PostmasterFile of(Path cluster) throws IOException {
    try {
      return new PostmasterFile(cluster, Files.readAllLines(cluster.resolve("postmaster.pid")));
    } catch (NoSuchFileException none) {
      return new PostmasterFile(cluster, List.of());
    }
  }

  /** The eighth line tells whether connections are taken. */
  boolean ready(long pid) {
    return lines.size() >= 8
        && lines.getFirst().equals("" + pid)
        && lines.get(7).strip().equals("ready");
  }

  /**
   * Stops a server that an earlier life left running on these data. The file of a dead server
   * stays: PostgreSQL takes it as the way to whatever memory that one left. Only where a foreign
   * process carries the number now, which PostgreSQL would wait for forever, it is removed.
   */
  void stopOrphan(Duration patience) throws IOException, InterruptedException {
    if (lines.isEmpty()) {
      return;
    }
    ProcessHandle process = ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElse(null);
    List<String> command = process == null ? List.of() : command(process);
    if (command.isEmpty()) {
      return;
    }
    if (command.getFirst().endsWith("postgres") && command.contains(cluster.toString())) {
      stop(process, patience);
    } else {
      Files.deleteIfExists(cluster.resolve("postmaster.pid"));
    }
  }

  static void interrupt(long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", "" + pid).start().waitFor();
  }

  private static void stop(ProcessHandle server, Duration patience)
      throws IOException, InterruptedException {
    interrupt(server.pid());
    CompletableFuture<ProcessHandle> end = server.onExit();
    try {
      end.get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      server.destroyForcibly();
      end.join();
    } catch (ExecutionException e) {
      throw new IOException(
          "could not wait for the server that an earlier start left", e.getCause());
    }
  }

  /** Empty for a process that has ended, or does while it is looked at. */
  private static List<String> command(ProcessHandle process) {
    try {
      String words = Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"));
      return words.isEmpty() ? List.of() : List.of(words.split("\0"));
    } catch (IOException ended) {
      return List.of();
    }
  }
}
