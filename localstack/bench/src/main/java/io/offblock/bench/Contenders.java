package io.offblock.bench;

import io.offblock.mongodb.MongodbContender;
import io.offblock.mongodb.MongodbQuestions;
import io.offblock.neo4j.Neo4jContender;
import io.offblock.neo4j.Neo4jQuestions;
import io.offblock.opensearch.OpenSearchContender;
import io.offblock.opensearch.OpenSearchQuestions;
import io.offblock.postgres.PostgresContender;
import io.offblock.postgres.PostgresQuestions;

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

  /** The same stores as they are asked. */
  static Questions asked(String store, String address) {
    return switch (store) {
      case "postgres" -> new PostgresQuestions(address);
      case "mongodb" -> new MongodbQuestions(address);
      case "opensearch" -> new OpenSearchQuestions(address);
      case "neo4j" -> new Neo4jQuestions(address);
      default -> throw new IllegalArgumentException("no store is called " + store);
    };
  }
}
