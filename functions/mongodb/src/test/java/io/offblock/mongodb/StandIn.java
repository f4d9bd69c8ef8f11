package io.offblock.mongodb;

import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One stand-in for MongoDB for all tests of this module. */
final class StandIn {
  private static final Logger QUIET = Logger.getLogger("de.bwaldvogel");
  private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");
  static final String URI = start();

  private StandIn() {}

  private static String start() {
    QUIET.setLevel(Level.SEVERE);
    DRIVER.setLevel(Level.SEVERE);
    MongoServer server = new MongoServer(new MemoryBackend());
    server.bind("127.0.0.1", 0);
    return server.getConnectionString();
  }

  /** An empty database of its own. */
  static MongoDatabase database() {
    MongoDatabase database = Mongodb.database(URI + "/test" + System.nanoTime());
    MongodbSchema.apply(database);
    return database;
  }
}
