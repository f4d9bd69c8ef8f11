package io.offblock.opensearch;

import io.offblock.airport.Airports;
import io.offblock.answer.StoreFacts;
import io.offblock.load.FlightStore;
import io.offblock.load.FlightStoreFaults;
import java.net.InetSocketAddress;
import java.net.URI;

class OpenSearchFaultsTest extends FlightStoreFaults {
  @Override
  protected FlightStore open() {
    return OpenSearchServer.emptyStore();
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return (OpenSearchFlightStore) store;
  }

  @Override
  protected InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", OpenSearchServer.url().getPort());
  }

  @Override
  protected Loader through(int port) {
    OpenSearchConnection own = OpenSearchConnection.to(URI.create("http://127.0.0.1:" + port));
    return new Loader(new OpenSearchFlightStore(own, Airports.packaged()), own);
  }

  @Override
  protected String name() {
    return "OpenSearch";
  }
}
