package io.offblock.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that is PostgreSQL on this machine: {@code PostgresMain --port N --data DIR}. Prints
 * {@code ready N} once it takes connections; SIGTERM stops it clean; the data stay in DIR. The
 * environment names the role ({@code POSTGRES_USER}, default {@code offblock}) and the file of its
 * password ({@code POSTGRES_PASSWORD_FILE}; without one, anyone on loopback is trusted): what an
 * environment says, every process of the same user can read.
 */
public final class PostgresMain {
  private PostgresMain() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(after("--port", arguments));
    Path data = Path.of(after("--data", arguments));
    String user = System.getenv().getOrDefault("POSTGRES_USER", "offblock");
    String file = System.getenv().getOrDefault("POSTGRES_PASSWORD_FILE", "");
    String password = file.isEmpty() ? "" : Files.readString(Path.of(file)).strip();
    PostgresServer server = PostgresServer.start(data, port, user, password);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println("ready " + port);
    // The server dies with the thread that started it: this one has to stay.
    int status = server.waitFor();
    System.err.println(
        "PostgreSQL ended with status " + status + "; see " + data.resolve("server.log"));
    System.exit(status == 0 ? 0 : 1);
  }

  private static String after(String name, String... arguments) {
    for (int i = 0; i + 1 < arguments.length; i++) {
      if (arguments[i].equals(name)) {
        return arguments[i + 1];
      }
    }
    System.err.println("usage: PostgresMain --port N --data DIR (missing " + name + ")");
    System.exit(2);
    return "";
  }
}
