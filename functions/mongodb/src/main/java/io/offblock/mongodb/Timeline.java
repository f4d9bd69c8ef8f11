package io.offblock.mongodb;

import com.mongodb.client.model.Updates;
import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.flight.FlightReport;
import io.offblock.payload.Payload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * All that was said of a flight: {@code states.<hash>} holds one statement as the provider sent it,
 * with the set of moments and payloads it was seen at.
 */
final class Timeline {
  private static final int HASH_BYTES = 12;

  private Timeline() {}

  /** What adds the payload's statements. The same again changes nothing. */
  static List<Bson> updates(Payload payload, List<FlightReport> reports) {
    List<Bson> updates = new ArrayList<>();
    TreeSet<String> hashes = new TreeSet<>();
    for (FlightReport report : reports) {
      String hash = hash(report);
      if (hashes.add(hash)) {
        String path = "states." + hash;
        updates.add(Updates.set(path + ".resource", report.resource()));
        updates.add(Updates.set(path + ".said", ProviderRecord.document(report.source())));
        updates.add(Updates.addToSet(path + ".seen", sighting(payload)));
      }
    }
    return updates;
  }

  /**
   * The payload's statements as the {@code states} of a flight of which nothing was said before.
   */
  static Document states(Payload payload, List<FlightReport> reports) {
    Document states = new Document();
    for (FlightReport report : reports) {
      states.computeIfAbsent(
          hash(report),
          hash ->
              new Document("resource", report.resource())
                  .append("said", ProviderRecord.document(report.source()))
                  .append("seen", List.of(sighting(payload))));
    }
    return states;
  }

  private static Document sighting(Payload payload) {
    return new Document("at", Date.from(payload.seenAt())).append("payload", payload.key().id());
  }

  /** The statements in the order in which they were first made. */
  static List<Map<String, Object>> answer(Document flight) {
    List<State> states = new ArrayList<>();
    flight
        .get("states", new Document())
        .values()
        .forEach(s -> states.add(State.read((Document) s)));
    return states.stream()
        .sorted(Comparator.comparing(State::firstSeen).thenComparing(State::resource))
        .map(State::fields)
        .toList();
  }

  private record State(
      String resource,
      Instant firstSeen,
      Instant lastSeen,
      int seen,
      Object facts,
      List<String> payloads) {
    static State read(Document state) {
      List<Document> seen = state.getList("seen", Document.class);
      TreeSet<Instant> moments = new TreeSet<>();
      Map<String, Instant> payloads = new HashMap<>();
      for (Document sighting : seen) {
        Instant at = sighting.getDate("at").toInstant();
        moments.add(at);
        payloads.merge(sighting.getString("payload"), at, (a, b) -> a.isAfter(b) ? a : b);
      }
      return new State(
          state.getString("resource"),
          moments.first(),
          moments.last(),
          seen.size(),
          ProviderRecord.json(state.get("said", Document.class)),
          payloads.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Instant>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .map(Map.Entry::getKey)
              .toList());
    }

    Map<String, Object> fields() {
      return Fields.none()
          .with("resource", resource)
          .with("firstSeen", Json.exact(firstSeen))
          .with("lastSeen", Json.exact(lastSeen))
          .with("seen", seen)
          .with("facts", facts)
          .with("payloads", payloads)
          .map();
    }
  }

  private static String hash(FlightReport report) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (report.resource() + '\n' + report.source()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
