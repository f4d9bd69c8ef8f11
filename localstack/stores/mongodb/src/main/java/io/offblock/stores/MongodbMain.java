package io.offblock.stores;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The process that stands in for MongoDB on this machine: {@code MongodbMain --port N --data DIR}.
 * No MongoDB can be had as a Maven artifact; this server (mongo-java-server) speaks its wire
 * protocol and knows part of its operations. Prints {@code ready N stand-in for MongoDB …} once it
 * takes connections; SIGTERM stops it clean; what it acknowledged outlives a kill.
 */
public final class MongodbMain {
  /** Held here, since the logging of the JDK forgets the level of a logger that nobody holds. */
  private static final Logger SERVER_LOG = Logger.getLogger("de.bwaldvogel");

  private MongodbMain() {}

  public static void main(String... arguments) throws IOException {
    int port = Integer.parseInt(after("--port", arguments));
    Path data = Files.createDirectories(Path.of(after("--data", arguments)));
    SERVER_LOG.setLevel(Level.WARNING);
    MongoServer server = new MongoServer(DurableBackend.open(data.resolve("offblock.mv")));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    server.bind("127.0.0.1", port);
    System.out.println("ready " + port + " stand-in for MongoDB (mongo-java-server 1.47.0)");
  }

  private static String after(String name, String... arguments) {
    for (int i = 0; i + 1 < arguments.length; i++) {
      if (arguments[i].equals(name)) {
        return arguments[i + 1];
      }
    }
    System.err.println("usage: MongodbMain --port N --data DIR (missing " + name + ")");
    System.exit(2);
    return "";
  }
}
