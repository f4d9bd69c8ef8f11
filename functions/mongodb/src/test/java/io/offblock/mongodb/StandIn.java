package io.offblock.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.Document;

/**
 * One stand-in for MongoDB for all tests of this module; with env OFFBLOCK_TEST_MONGODB, the
 * MongoDB at that address instead.
 */
final class StandIn {
  private static final Logger QUIET = Logger.getLogger("de.bwaldvogel");
  private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");
  static final String URI = start();

  private StandIn() {}

  private static String start() {
    // A client that is cut off on purpose is no news.
    QUIET.setLevel(Level.OFF);
    DRIVER.setLevel(Level.SEVERE);
    String own = System.getenv("OFFBLOCK_TEST_MONGODB");
    if (own != null) {
      return own.replaceAll("/+$", "");
    }
    MongoServer server = new MongoServer(new MemoryBackend());
    server.bind("127.0.0.1", 0);
    return server.getConnectionString();
  }

  /** An empty database of its own. */
  static MongoDatabase database() {
    MongoDatabase database = Mongodb.database(URI + "/test" + System.nanoTime());
    MongodbSchema.apply(MongodbConnection.to(database));
    return database;
  }

  /** What each flight's timeline says, by the flight's id. */
  static Map<String, Object> timelines(MongoDatabase database) {
    Map<String, Object> timelines = new TreeMap<>();
    List<Document> ledger = database.getCollection("payloads").find().into(new ArrayList<>());
    for (Document flight : database.getCollection("flights").find()) {
      timelines.put(
          flight.getString("_id"), Timeline.answer(flight.get("states", Document.class), ledger));
    }
    return timelines;
  }

  /** Whether a MongoDB answers and no stand-in: only itself can explain how it would answer. */
  static boolean isItself(MongoDatabase database) {
    try {
      database.runCommand(new Document("explain", new Document("count", "flights")));
      return true;
    } catch (MongoCommandException e) {
      return false;
    }
  }
}
