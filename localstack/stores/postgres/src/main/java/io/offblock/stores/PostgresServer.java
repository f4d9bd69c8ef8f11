package io.offblock.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server on loopback whose data outlive it. {@code DIR/cluster} holds the data, {@code
 * DIR/server.log} what the server says, {@code DIR/postgresql-…} its programs.
 *
 * <p>The server is told by the kernel to shut down when the thread that started it dies, so a
 * killed JVM leaves no orphan; one that is found all the same is stopped before the next start.
 * Commits are flushed to disk.
 */
public final class PostgresServer implements AutoCloseable {
  static final String DATABASE = "offblock";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration LEFTOVERS = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(20);

  /**
   * Small: dozens of loaders and answers with one connection each, beside three other stores on one
   * machine.
   */
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=80",
          "shared_buffers=64MB",
          "work_mem=8MB",
          "maintenance_work_mem=32MB",
          "max_wal_size=512MB",
          "jit=off",
          "max_parallel_workers_per_gather=0",
          "max_worker_processes=4",
          "autovacuum_max_workers=1",
          "max_wal_senders=0",
          "wal_level=minimal",
          "timezone=UTC",
          "log_timezone=UTC",
          "log_checkpoints=off",
          "io_method=sync");

  private final Process process;

  private PostgresServer(Process process) {
    this.process = process;
  }

  /**
   * Starts the server, makes its data first where there are none, and returns when it takes
   * connections.
   *
   * @param password of {@code user}; empty = everyone on loopback is trusted. Taken when the data
   *     are made
   * @throws IOException where it does not start, with the end of its log
   */
  public static PostgresServer start(Path directory, int port, String user, String password)
      throws IOException, InterruptedException {
    Path base = directory.toAbsolutePath().normalize();
    Files.createDirectories(base);
    Path programs = PostgresBinaries.unpack(base).resolve("bin");
    Path cluster = base.resolve("cluster");
    if (!Files.exists(cluster)) {
      create(base, programs, cluster, user, password);
    }
    Instant patience = Instant.now().plus(LEFTOVERS);
    while (true) {
      PostmasterFile.of(cluster).stopOrphan(STOP);
      PostgresServer server = launch(base, programs, cluster, port);
      if (server.awaitReady(cluster)) {
        return server;
      }
      server.close();
      // What a killed server left, its port or its memory, is free a moment later.
      if (Instant.now().isAfter(patience)) {
        throw new IOException(
            "PostgreSQL did not start on port " + port + ": " + tail(base.resolve("server.log")));
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  private static PostgresServer launch(Path base, Path programs, Path cluster, int port)
      throws IOException {
    List<String> command = unprivileged();
    command.addAll(
        List.of(
            programs.resolve("postgres").toString(), "-D", cluster.toString(), "-p", "" + port));
    SETTINGS.forEach(s -> command.addAll(List.of("-c", s)));
    Process process =
        new ProcessBuilder(command)
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(base.resolve("server.log").toFile())
            .start();
    process.getOutputStream().close();
    return new PostgresServer(process);
  }

  /**
   * Whether it takes connections; false where it ended instead, or takes longer than {@link
   * #START}.
   */
  private boolean awaitReady(Path cluster) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(START);
    while (!PostmasterFile.of(cluster).ready(process.pid())) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || Instant.now().isAfter(deadline)) {
        return false;
      }
    }
    return true;
  }

  /** Waits until the server ends by itself or is stopped; its exit status. */
  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  long pid() {
    return process.pid();
  }

  /** Stops at once and clean: open transactions roll back, a checkpoint is written. */
  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        PostmasterFile.interrupt(process.pid());
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void create(Path base, Path programs, Path cluster, String user, String password)
      throws IOException, InterruptedException {
    Path half = base.resolve("cluster.half");
    run(List.of("rm", "-rf", half.toString()), "");
    Path secret = Files.createTempFile(base, "password", "");
    try {
      List<String> initdb = unprivileged();
      initdb.addAll(
          List.of(
              programs.resolve("initdb").toString(),
              "-D",
              half.toString(),
              "-U",
              user,
              "--encoding=UTF8",
              "--locale=C",
              "--no-instructions",
              "--data-checksums"));
      if (password.isEmpty()) {
        initdb.add("--auth=trust");
      } else {
        Files.writeString(secret, password);
        initdb.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + secret));
      }
      run(initdb, "");
      List<String> single = unprivileged();
      single.addAll(
          List.of(
              programs.resolve("postgres").toString(),
              "--single",
              "-D",
              half.toString(),
              "postgres"));
      run(single, "create database " + DATABASE + "\n");
      Files.move(half, cluster);
    } finally {
      Files.deleteIfExists(secret);
    }
  }

  /**
   * PostgreSQL refuses to run as root: a user namespace of its own makes it nobody there, with the
   * same files.
   */
  private static List<String> unprivileged() {
    List<String> command = new ArrayList<>();
    boolean root = Optional.ofNullable(System.getProperty("user.name")).orElse("").equals("root");
    if (root) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of("setpriv", "--pdeathsig", "INT"));
    return command;
  }

  private static void run(List<String> command, String input)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + said);
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }
}
