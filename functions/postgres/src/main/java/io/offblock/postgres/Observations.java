package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.Payload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each payload said of each flight. Grows only, and the same said twice is there once: order
 * and repeats do not matter.
 */
final class Observations {
  private static final List<String> COLUMNS =
      List.of("flight", "hash", "resource", "groups", "facts", "seen_at", "payload");
  private static final List<String> STAMP = List.of("_at", "_sha256", "_payload");
  private static final List<String> IN_THE_ID =
      List.of("id", "carrier", "number", "suffix", "origin", "destination", "scheduled_departure");
  private static final List<String> GROUPS = List.of("operation", "airframe", "codeshares", "plan");

  private Observations() {}

  /** Notes the payload as loaded. */
  static void writePayload(Connection connection, Payload payload) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("write-payload"))) {
      statement.setString(1, payload.key().id());
      statement.setString(2, payload.sha256());
      statement.setString(3, payload.request());
      statement.setObject(4, moment(payload.seenAt()));
      statement.executeUpdate();
    }
  }

  /** Adds what a payload said that is noted already. */
  static void write(Connection connection, Payload payload, List<FlightReport> reports)
      throws SQLException {
    if (!reports.isEmpty()) {
      CopyRows rows = new CopyRows();
      copy(payload, reports, rows);
      write(connection, rows.bytes());
    }
  }

  static void write(Connection connection, byte[] rows) throws SQLException {
    CopyRows.send(connection, "observation_news", COLUMNS, rows);
    PostgresFlightStore.run(connection, "write-states");
    PostgresFlightStore.run(connection, "write-observations");
  }

  /** The flight as all payloads up to a moment told it; empty where none had spoken of it. */
  static Optional<Flight> asOf(Connection connection, FlightId id, Instant moment)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named("flight-as-of"))) {
      statement.setString(1, id.toString());
      statement.setObject(2, moment(moment));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(FlightRow.read(row).flight()) : Optional.empty();
      }
    }
  }

  /** What the reports say, as rows of the table {@code observation_news}. */
  static void copy(Payload payload, List<FlightReport> reports, CopyRows text) {
    for (FlightReport report : reports) {
      Map<String, Object> facts = FlightFacts.write(Flight.of(report));
      List<String> groups = GROUPS.stream().filter(g -> facts.containsKey(g + "_at")).toList();
      for (String group : groups) {
        STAMP.forEach(stamp -> facts.remove(group + stamp));
      }
      IN_THE_ID.forEach(facts::remove);
      // Moments are text in both the hash and the JSON: in full, so that none is rounded.
      facts.replaceAll((name, value) -> value instanceof Instant at ? at.toString() : value);
      text.cell(report.id())
          .hexCell(hash(report.resource() + groups + facts))
          .cell(report.resource())
          .cell(groups)
          .cell(json(facts))
          .cell(payload.seenAt())
          .cell(payload.key().id())
          .end();
    }
  }

  private static String json(Map<String, Object> facts) {
    StringBuilder text = new StringBuilder(512);
    for (Map.Entry<String, Object> fact : facts.entrySet()) {
      text.append(text.isEmpty() ? "{" : ",");
      quoted(text, fact.getKey());
      text.append(':');
      switch (fact.getValue()) {
        case Integer number -> text.append(number);
        case List<?> list -> {
          String comma = "[";
          for (Object item : list) {
            quoted(text.append(comma), item.toString());
            comma = ",";
          }
          text.append(list.isEmpty() ? "[]" : "]");
        }
        default -> quoted(text, fact.getValue().toString());
      }
    }
    return text.append(text.isEmpty() ? "{}" : "}").toString();
  }

  private static void quoted(StringBuilder text, String value) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');
  }

  private static String hash(String text) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
