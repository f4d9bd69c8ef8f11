package io.offblock.opensearch;

import io.offblock.StoreServer;
import io.offblock.airport.Airports;
import java.net.URI;

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
      int port = StoreServer.start("opensearch", "io.offblock.stores.OpenSearchMain");
      System.setProperty(STARTED, "http://127.0.0.1:" + port);
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

  /** Makes what is stored findable now: by itself the server takes about a second. */
  static void makeFindable() {
    connection().ask("refreshing", c -> c.indices().refresh());
  }

  /** Takes every index of flights away, and so their alias. */
  static void noFlights() {
    connection()
        .ask(
            "deleting", c -> c.indices().delete(d -> d.index(OpenSearchFlightStore.FLIGHTS + "*")));
  }
}
