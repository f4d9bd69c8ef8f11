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
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * All that was said of a flight: {@code states.<hash>} of its document holds one statement as the
 * provider sent it, and when it was first and last made. Each payload of the ledger holds the
 * hashes of the statements that it made, and all moments at which it was given.
 */
final class Timeline {
  private static final int HASH_BYTES = 12;

  private Timeline() {}

  /** What adds the payload's statements to a flight. The same again changes nothing. */
  static List<Bson> updates(Payload payload, List<FlightReport> reports) {
    Date at = Date.from(payload.seenAt());
    List<Bson> updates = new ArrayList<>();
    byHash(reports)
        .forEach(
            (hash, report) -> {
              String path = "states." + hash;
              updates.add(Updates.set(path + ".resource", report.resource()));
              updates.add(Updates.set(path + ".said", ProviderRecord.document(report.source())));
              updates.add(Updates.min(path + ".firstSeen", at));
              updates.add(Updates.max(path + ".lastSeen", at));
            });
    return updates;
  }

  /**
   * The payload's statements as the {@code states} of a flight of which nothing was said before.
   */
  static Document states(Payload payload, List<FlightReport> reports) {
    Date at = Date.from(payload.seenAt());
    Document states = new Document();
    byHash(reports)
        .forEach(
            (hash, report) ->
                states.append(
                    hash,
                    new Document("resource", report.resource())
                        .append("said", ProviderRecord.document(report.source()))
                        .append("firstSeen", at)
                        .append("lastSeen", at)));
    return states;
  }

  /** The hashes of the statements, of whichever flights. */
  static List<String> statements(List<FlightReport> reports) {
    return List.copyOf(byHash(reports).keySet());
  }

  private static SortedMap<String, FlightReport> byHash(List<FlightReport> reports) {
    SortedMap<String, FlightReport> statements = new TreeMap<>();
    reports.forEach(report -> statements.putIfAbsent(hash(report), report));
    return statements;
  }

  /**
   * The statements in the order in which they were first made.
   *
   * @param states of the flight's document
   * @param ledger the payloads that made any of them; a statement of none comes from a load that
   *     broke off and will be delivered again: it is not told
   */
  static List<Map<String, Object>> answer(Document states, Iterable<Document> ledger) {
    Map<String, List<Document>> payloads = new HashMap<>();
    for (Document payload : ledger) {
      for (String hash : payload.getList("states", String.class)) {
        payloads.computeIfAbsent(hash, h -> new ArrayList<>()).add(payload);
      }
    }
    return states.keySet().stream()
        .filter(payloads::containsKey)
        .map(hash -> State.of(states.get(hash, Document.class), payloads.get(hash)))
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
    static State of(Document state, List<Document> payloads) {
      TreeSet<Instant> moments = new TreeSet<>();
      Map<String, Instant> last = new HashMap<>();
      int seen = 0;
      for (Document payload : payloads) {
        List<Date> given = payload.getList("seen", Date.class);
        given.forEach(at -> moments.add(at.toInstant()));
        last.put(payload.getString("_id"), Collections.max(given).toInstant());
        seen += given.size();
      }
      return new State(
          state.getString("resource"),
          moments.first(),
          moments.last(),
          seen,
          ProviderRecord.json(state.get("said", Document.class)),
          last.entrySet().stream()
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

  /** The same record may tell of several flights, as a plan does of its days. */
  private static String hash(FlightReport report) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (report.id().toString() + '\n' + report.resource() + '\n' + report.source())
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
