package io.offblock.bench;

import io.offblock.mongodb.MongodbContender;
import io.offblock.neo4j.Neo4jContender;
import io.offblock.opensearch.OpenSearchContender;
import io.offblock.postgres.PostgresContender;

/** The four stores by their names. */
final class Contenders {
  private Contenders() {}

  /**
   * @param address as the store's functions take it
   */
  static Contender of(String store, String address) {
    return switch (store) {
      case "postgres" -> new PostgresContender(address);
      case "mongodb" -> new MongodbContender(address);
      case "opensearch" -> new OpenSearchContender(address);
      case "neo4j" -> new Neo4jContender(address);
      default -> throw new IllegalArgumentException("no store is called " + store);
    };
  }
}
