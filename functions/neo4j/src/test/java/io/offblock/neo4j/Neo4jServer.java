package io.offblock.neo4j;

import io.offblock.StoreServer;
import java.net.URI;

/** The embedded Neo4j, started once for all tests of this module, as the launcher starts it. */
final class Neo4jServer {
  private static final String STARTED = "offblock.test.neo4j";
  private static Neo4jConnection connection;

  private Neo4jServer() {}

  /** Its address. */
  static synchronized URI uri() {
    // Tests of the functions run in class loaders of their own: what they share is the process.
    if (System.getProperty(STARTED) == null) {
      int port = StoreServer.start("neo4j", "io.offblock.stores.Neo4jMain");
      System.setProperty(STARTED, "bolt://127.0.0.1:" + port);
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
}
