package io.offblock.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way to the database: a small client, since a Lambda environment serves one call at a time.
 */
final class Mongodb {
  private static final String DATABASE = "offblock";

  private Mongodb() {}

  /**
   * @param uri names the database too, else it is {@code offblock}
   */
  static MongoDatabase database(String uri) {
    return client(uri).getDatabase(name(uri));
  }

  /** Which database it is. */
  static String name(String uri) {
    return Optional.ofNullable(new ConnectionString(uri).getDatabase()).orElse(DATABASE);
  }

  /** The connections alone, for who ends them before the process does. */
  static MongoClient client(String uri) {
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyToClusterSettings(s -> s.serverSelectionTimeout(8, TimeUnit.SECONDS))
            // A function that waits for a lost server is paid for: it looks again sooner than the
            // driver's half second.
            .applyToServerSettings(s -> s.minHeartbeatFrequency(100, TimeUnit.MILLISECONDS))
            .applyToConnectionPoolSettings(s -> s.maxSize(2))
            .applyToSocketSettings(
                s -> s.connectTimeout(5, TimeUnit.SECONDS).readTimeout(25, TimeUnit.SECONDS))
            .applyConnectionString(new ConnectionString(uri))
            .applicationName(DATABASE)
            .build());
  }
}
