package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.Payload;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each payload said of each flight. Grows only, and the same said twice is there once: order
 * and repeats do not matter.
 */
final class Observations {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> GROUPS = List.of("operation", "airframe", "codeshares", "plan");

  private Observations() {}

  /** Notes the payload as loaded; its number in the ledger. */
  static long writePayload(Connection connection, Payload payload) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("write-payload"))) {
      statement.setString(1, payload.key().id());
      statement.setString(2, payload.sha256());
      statement.setString(3, payload.request());
      statement.setObject(4, moment(payload.seenAt()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  static void write(Connection connection, Payload payload, long number, List<FlightReport> reports)
      throws SQLException {
    if (reports.isEmpty()) {
      return;
    }
    String states = json(reports);
    try (PreparedStatement statement = connection.prepareStatement(Queries.named("write-states"))) {
      statement.setString(1, states);
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("write-observations"))) {
      statement.setObject(1, moment(payload.seenAt()));
      statement.setLong(2, number);
      statement.setString(3, states);
      statement.executeUpdate();
    }
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

  private static String json(List<FlightReport> reports) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartArray();
      for (FlightReport report : reports) {
        Map<String, Object> facts = new LinkedHashMap<>(FlightFacts.write(Flight.of(report)));
        List<String> groups = GROUPS.stream().filter(g -> facts.containsKey(g + "_at")).toList();
        for (String group : groups) {
          List.of("_at", "_sha256", "_payload").forEach(stamp -> facts.remove(group + stamp));
        }
        List.of("id", "carrier", "number", "suffix", "origin", "destination", "scheduled_departure")
            .forEach(facts::remove);
        out.writeStartObject();
        out.writeStringField("flight", report.id().toString());
        out.writeStringField("hash", hash(report.resource() + groups + facts));
        out.writeStringField("resource", report.resource());
        FlightRow.write(out, Map.of("groups", groups));
        out.writeObjectFieldStart("facts");
        FlightRow.write(out, facts);
        out.writeEndObject();
        out.writeEndObject();
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
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
