package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The flights in the air, as a map needs them: thousands, so each row goes straight from the cursor
 * into the answer. When a flight is on the map is said once, by the database's function {@code
 * airborne}; one whose airport nobody knows the place of cannot be drawn and is left out.
 */
final class AirborneAnswer {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int PAGE = 2_000;
  private static final int USUAL_BYTES = 1 << 20;

  private final PostgresSession session;
  private final Airports airports;
  private final InstantSource clock;

  AirborneAnswer(PostgresSession session, Airports airports, InstantSource clock) {
    this.session = session;
    this.airports = airports;
    this.clock = clock;
  }

  ApiAnswer answer() {
    Instant now = clock.instant();
    return session.read(
        "reading the map",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(Queries.named("airborne"))) {
            statement.setFetchSize(PAGE);
            statement.setObject(1, moment(now));
            try (ResultSet rows = statement.executeQuery()) {
              return ApiAnswer.bytes(write(now, rows), "application/json");
            }
          }
        });
  }

  private byte[] write(Instant now, ResultSet rows) throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      int count = 0;
      out.writeStartObject();
      out.writeStringField("at", Json.utc(now));
      out.writeArrayFieldStart("flights");
      while (rows.next()) {
        Optional<Airport> from = airports.find(rows.getString("origin"));
        Optional<Airport> to = airports.find(rows.getString("destination"));
        if (from.isPresent() && to.isPresent()) {
          flight(out, rows, from.get(), to.get());
          count++;
        }
      }
      out.writeEndArray();
      out.writeNumberField("count", count);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void flight(JsonGenerator out, ResultSet row, Airport from, Airport to)
      throws IOException, SQLException {
    String carrier = row.getString("carrier");
    out.writeStartObject();
    out.writeStringField("id", row.getString("id"));
    out.writeStringField("flight", carrier + row.getInt("number") + row.getString("suffix"));
    out.writeStringField("carrier", carrier);
    out.writeStringField("from", from.iata());
    out.writeStringField("to", to.iata());
    place(out, "fromPos", from);
    place(out, "toPos", to);
    out.writeNumberField("off", row.getLong("off"));
    out.writeNumberField("on", row.getLong("on"));
    out.writeStringField("onBasis", row.getBoolean("estimated") ? "estimated" : "scheduled");
    text(out, "status", row.getString("status"));
    long delay = row.getLong("delay");
    if (!row.wasNull()) {
      out.writeNumberField("delayMinutes", delay);
    }
    text(out, "type", row.getString("aircraft_type"));
    text(out, "registration", row.getString("registration"));
    out.writeNumberField("seenAt", row.getLong("seen_at"));
    out.writeEndObject();
  }

  private static void place(JsonGenerator out, String name, Airport airport) throws IOException {
    out.writeArrayFieldStart(name);
    out.writeNumber(airport.lon());
    out.writeNumber(airport.lat());
    out.writeEndArray();
  }

  private static void text(JsonGenerator out, String name, String value) throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }
}
