package io.offblock.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.forecast.DelayForecast;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * What the delay model said of flights, one document a forecast: a flight's document holds what its
 * provider said and nothing that we made of it.
 */
final class ToldForecasts {
  private final MongoCollection<Document> forecasts;

  ToldForecasts(MongoDatabase database) {
    forecasts = database.getCollection("forecasts");
  }

  /** Adds them; the same again changes nothing. */
  void write(List<DelayForecast> told) {
    List<WriteModel<Document>> writes = new ArrayList<>();
    for (DelayForecast f : told) {
      String id = "%s %s %s".formatted(f.flight(), f.madeAt(), f.horizon());
      writes.add(
          new ReplaceOneModel<>(
              Filters.eq("_id", id), document(id, f), new ReplaceOptions().upsert(true)));
    }
    if (!writes.isEmpty()) {
      forecasts.bulkWrite(writes, new BulkWriteOptions().ordered(false));
    }
  }

  /** Those of a flight in the order in which they were made. */
  List<Map<String, Object>> of(String flight) {
    List<Map<String, Object>> told = new ArrayList<>();
    forecasts
        .find(Filters.eq("flight", flight))
        .sort(Sorts.ascending("madeAt"))
        .forEach(
            d ->
                told.add(
                    Fields.none()
                        .with("madeAt", Json.utc(d.getDate("madeAt").toInstant()))
                        .with("horizon", d.getString("horizon"))
                        .with("modelVersion", d.getInteger("modelVersion"))
                        .with("world", d.getString("world"))
                        .with("probability", d.getDouble("probability"))
                        .with("minutes", d.getList("minutes", Double.class))
                        .with("payload", d.getString("payload"))
                        .map()));
    return told;
  }

  private static Document document(String id, DelayForecast f) {
    return new Document("_id", id)
        .append("flight", f.flight().toString())
        .append("madeAt", Date.from(f.madeAt()))
        .append("horizon", f.horizon())
        .append("modelVersion", f.version())
        .append("world", f.world())
        .append("probability", f.probability())
        .append("minutes", List.of(f.minutes10(), f.minutes50(), f.minutes90()))
        .append(
            "reasons",
            f.reasons().stream()
                .map(
                    r ->
                        new Document("group", r.group())
                            .append("points", r.points())
                            .append("minutes", r.minutes()))
                .toList())
        .append("payload", f.payload());
  }
}
