package io.offblock.postgres;

import io.offblock.answer.StoreFacts;
import io.offblock.load.FlightStore;
import io.offblock.load.FlightStoreFaults;
import java.net.InetSocketAddress;
import java.time.Clock;

class PostgresFaultsTest extends FlightStoreFaults {
  private static final PostgresSession SESSION = Database.session();

  @Override
  protected FlightStore open() {
    Database.empty();
    return new PostgresFlightStore(SESSION);
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return new PostgresFacts(SESSION, Clock.systemUTC());
  }

  @Override
  protected InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", Database.port());
  }

  @Override
  protected Loader through(int port) {
    PostgresSession own =
        new PostgresSession(
            Database.URL.replace(":" + Database.port() + "/", ":" + port + "/"),
            "offblock_loader",
            "");
    return new Loader(new PostgresFlightStore(own), own);
  }

  @Override
  protected String told() {
    return Database.told();
  }

  @Override
  protected String name() {
    return "PostgreSQL";
  }
}
