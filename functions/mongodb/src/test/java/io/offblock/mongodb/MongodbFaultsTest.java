package io.offblock.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.offblock.answer.StoreFacts;
import io.offblock.load.FlightStore;
import io.offblock.load.FlightStoreFaults;
import java.net.InetSocketAddress;

class MongodbFaultsTest extends FlightStoreFaults {
  private MongoDatabase database;

  @Override
  protected FlightStore open() {
    database = StandIn.database();
    return new MongodbFlightStore(MongodbConnection.to(database));
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return new MongodbFacts(MongodbConnection.to(database));
  }

  @Override
  protected InetSocketAddress address() {
    String[] host = new ConnectionString(StandIn.URI).getHosts().getFirst().split(":");
    return new InetSocketAddress(host[0], Integer.parseInt(host[1]));
  }

  @Override
  protected Loader through(int port) {
    MongoClient client = Mongodb.client("mongodb://127.0.0.1:" + port);
    return new Loader(
        new MongodbFlightStore(MongodbConnection.to(client.getDatabase(database.getName()))),
        client);
  }

  @Override
  protected String told() {
    return StandIn.timelines(database).toString();
  }

  @Override
  protected String name() {
    return "MongoDB";
  }
}
