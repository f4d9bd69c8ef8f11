package io.offblock.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    Path file = cluster.resolve("postmaster.pid");
    return new PostmasterFile(cluster, Files.exists(file) ? Files.readAllLines(file) : List.of());
  }

  /** The eighth line tells whether connections are taken. */
  boolean ready(long pid) {
    return lines.size() >= 8
        && lines.getFirst().equals("" + pid)
        && lines.get(7).strip().equals("ready");
  }

  /**
   * Stops a server that an earlier life left running on these data, and removes the file that a
   * dead one left.
   */
  void stopOrphan(Duration patience) throws IOException, InterruptedException {
    Optional<ProcessHandle> orphan = server();
    if (orphan.isPresent()) {
      interrupt(orphan.get().pid());
      CompletableFuture<ProcessHandle> end = orphan.get().onExit();
      try {
        end.get(patience.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        orphan.get().destroyForcibly();
        end.join();
      } catch (ExecutionException e) {
        throw new IOException(
            "could not wait for the server that an earlier start left", e.getCause());
      }
    }
    Files.deleteIfExists(cluster.resolve("postmaster.pid"));
  }

  static void interrupt(long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", "" + pid).start().waitFor();
  }

  private Optional<ProcessHandle> server() throws IOException {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    long pid = Long.parseLong(lines.getFirst().strip());
    Path command = Path.of("/proc", "" + pid, "cmdline");
    if (!Files.isReadable(command)) {
      return Optional.empty();
    }
    List<String> words = List.of(Files.readString(command).split("\0"));
    return words.getFirst().endsWith("postgres") && words.contains(cluster.toString())
        ? ProcessHandle.of(pid)
        : Optional.empty();
  }
}
