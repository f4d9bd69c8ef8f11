package io.offblock.mongodb;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.offblock.answer.StoreCount;
import io.offblock.answer.StoreFacts;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;

/** What the database holds. */
final class MongodbFacts implements StoreFacts {
  private final MongodbConnection connection;

  MongodbFacts(MongodbConnection connection) {
    this.connection = connection;
  }

  @Override
  public StoreCount count() {
    return connection.ask(
        "counting",
        database ->
            StoreCount.of(
                database.getCollection("flights").estimatedDocumentCount(),
                database.getCollection("payloads").estimatedDocumentCount(),
                Optional.ofNullable(
                        database
                            .getCollection("payloads")
                            .find()
                            .sort(Sorts.descending("seenAt"))
                            .projection(Projections.include("seenAt"))
                            .first())
                    .map(d -> d.getDate("seenAt").toInstant())));
  }

  @Override
  public Optional<Instant> loadedAt(String payloadId) {
    return connection.ask(
        "looking up a payload",
        database -> {
          Document payload =
              database.getCollection("payloads").find(Filters.eq("_id", payloadId)).first();
          return Optional.ofNullable(payload).map(d -> d.getDate("loadedAt").toInstant());
        });
  }
}
