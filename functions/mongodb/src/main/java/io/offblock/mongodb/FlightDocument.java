package io.offblock.mongodb;

import com.mongodb.client.model.Updates;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * A flight's document without its timeline.
 *
 * @param flight as read back from {@code facts}
 * @param revision one more with every change of facts
 */
record FlightDocument(Flight flight, long revision) {
  static FlightDocument read(Document document) {
    Map<String, Object> facts = new HashMap<>();
    document
        .get("facts", Document.class)
        .forEach(
            (name, value) ->
                facts.put(name, value instanceof Date date ? date.toInstant() : value));
    return new FlightDocument(
        FlightFacts.read(facts), ((Number) document.get("revision")).longValue());
  }

  /** What writes these facts as that revision. */
  static List<Bson> updates(Flight flight, long revision) {
    return fields(flight, revision).entrySet().stream()
        .map(field -> Updates.set(field.getKey(), field.getValue()))
        .toList();
  }

  /** The fields that hold these facts as that revision. */
  static Document fields(Flight flight, long revision) {
    Document facts = new Document();
    FlightFacts.write(flight)
        .forEach(
            (name, value) -> facts.put(name, value instanceof Instant at ? Date.from(at) : value));
    List<String> numbers = new ArrayList<>(List.of(flight.id().operating().toString()));
    flight
        .codeshares()
        .ifPresent(
            c -> c.value().numbers().stream().map(FlightNumber::toString).forEach(numbers::add));
    return new Document("facts", facts)
        .append("revision", revision)
        .append("day", flight.id().day().toString())
        .append("numbers", numbers)
        .append("state", flight.state().name());
  }
}
