package io.offblock.mongodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.model.IndexOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The indexes of {@code sql/mongodb/indexes.json}. */
final class MongodbSchema {
  private static final String FILE = "/sql/mongodb/indexes.json";

  private MongodbSchema() {}

  /**
   * @param indexes that are there now, as {@code collection.name}
   */
  public record Indexed(List<String> indexes) {
    public Indexed {
      indexes = List.copyOf(indexes);
    }
  }

  /** Makes the indexes that are not there; those that are stay. */
  static Indexed apply(MongodbConnection connection) {
    try (InputStream in = MongodbSchema.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the zip lacks " + FILE + ": build functions/mongodb again");
      }
      List<String> names = new ArrayList<>();
      for (JsonNode index : new ObjectMapper().readTree(in).path("indexes")) {
        String collection = index.path("collection").asText();
        String name = index.path("name").asText();
        Document keys = new Document();
        index.path("keys").properties().forEach(k -> keys.append(k.getKey(), k.getValue().asInt()));
        connection.ask(
            "making the index " + name,
            database ->
                database
                    .getCollection(collection)
                    .createIndex(keys, new IndexOptions().name(name)));
        names.add(collection + "." + name);
      }
      return new Indexed(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
