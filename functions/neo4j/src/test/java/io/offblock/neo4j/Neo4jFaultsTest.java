package io.offblock.neo4j;

import io.offblock.answer.StoreFacts;
import io.offblock.load.FlightStore;
import io.offblock.load.FlightStoreFaults;
import java.net.InetSocketAddress;
import java.net.URI;

class Neo4jFaultsTest extends FlightStoreFaults {
  @Override
  protected FlightStore open() {
    return Neo4jServer.emptyStore();
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return (Neo4jFlightStore) store;
  }

  @Override
  protected InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", Neo4jServer.uri().getPort());
  }

  @Override
  protected Loader through(int port) {
    Neo4jConnection own = Neo4jConnection.to(URI.create("bolt://127.0.0.1:" + port), "", "");
    return new Loader(new Neo4jFlightStore(own), own);
  }

  @Override
  protected String name() {
    return "Neo4j";
  }
}
