package io.offblock.mongodb;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import io.offblock.flight.Version;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.Document;

/** Reference data, one document an item: the newest version replaces the older one whole. */
final class References {
  private static final int ROUNDS = 20;

  private final MongoCollection<Document> references;

  References(MongoDatabase database) {
    references = database.getCollection("references");
  }

  void write(Payload payload, List<Reference> items) {
    SortedMap<String, Reference> said = new TreeMap<>();
    items.forEach(
        item ->
            said.merge(
                item.kind() + "/" + item.code(),
                item,
                (a, b) -> a.toString().compareTo(b.toString()) >= 0 ? a : b));
    if (said.isEmpty()) {
      return;
    }
    Map<String, Version> known = new HashMap<>();
    for (Document document :
        references
            .find(Filters.in("_id", said.keySet()))
            .projection(Projections.include("at", "sha256"))) {
      known.put(document.getString("_id"), version(document));
    }
    said.forEach(
        (id, item) -> {
          Version newest = known.get(id);
          if (newest == null || newest.compareTo(payload.version()) < 0) {
            write(id, item, payload, newest);
          }
        });
  }

  /**
   * Over the version that was read; where another one was written meanwhile, over that if it is
   * older too.
   */
  private void write(String id, Reference item, Payload payload, Version known) {
    Version older = known;
    for (int round = 1; round <= ROUNDS; round++) {
      Document filter = new Document("_id", id);
      if (older != null) {
        filter.append("at", Date.from(older.fetchedAt())).append("sha256", older.sha256());
      } else {
        filter.append("at", null);
      }
      try {
        references.replaceOne(
            filter, document(id, item, payload), new ReplaceOptions().upsert(true));
        return;
      } catch (MongoWriteException e) {
        if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
          throw e;
        }
        older = version(references.find(Filters.eq("_id", id)).first());
        if (older.compareTo(payload.version()) >= 0) {
          return;
        }
      }
    }
    throw new StoreUnavailable(
        MongodbFlightStore.NAME,
        "writing " + id + " that others keep writing",
        new IllegalStateException(id));
  }

  private static Document document(String id, Reference item, Payload payload) {
    Document document =
        new Document("_id", id)
            .append("kind", item.kind())
            .append("code", item.code())
            .append("names", new Document(new TreeMap<String, Object>(item.names())));
    switch (item) {
      case Reference.Country country -> {}
      case Reference.City city -> {
        maybe(document, "country", city.country());
        maybe(document, "utcOffset", city.utcOffset());
        maybe(document, "zone", city.zone());
        document.append("airports", city.airports());
      }
      case Reference.Airport airport -> {
        maybe(document, "city", airport.city());
        maybe(document, "country", airport.country());
        maybe(document, "latitude", airport.latitude());
        maybe(document, "longitude", airport.longitude());
        maybe(document, "locationType", airport.locationType());
        maybe(document, "utcOffset", airport.utcOffset());
        maybe(document, "zone", airport.zone());
      }
      case Reference.Airline airline -> maybe(document, "icao", airline.icao());
      case Reference.Aircraft aircraft -> maybe(document, "icao", aircraft.icao());
    }
    return document
        .append("at", Date.from(payload.seenAt()))
        .append("sha256", payload.sha256())
        .append("payload", payload.key().id());
  }

  private static void maybe(Document document, String name, Optional<?> value) {
    value.ifPresent(v -> document.append(name, v));
  }

  private static Version version(Document document) {
    return new Version(document.getDate("at").toInstant(), document.getString("sha256"));
  }
}
