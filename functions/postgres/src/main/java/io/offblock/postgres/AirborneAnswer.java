package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Format;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The flights in the air, as a map needs them: thousands, so each row goes straight from the cursor
 * into the answer. When a flight is on the map is said once, by the database's function {@code
 * airborne}; one whose airport nobody knows the place of cannot be drawn and is left out.
 */
final class AirborneAnswer {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration LONGEST = Duration.ofHours(12);
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

  /** The router with this operation too. */
  Router on(Router router) {
    return router.get("/v1/flights/airborne", this::answer);
  }

  private ApiAnswer answer(ApiRequest request) {
    Optional<Instant> at = request.moment("at");
    Optional<Instant> from = request.moment("from");
    Optional<Instant> until = request.moment("until");
    if (from.isPresent() != until.isPresent() || at.isPresent() && from.isPresent()) {
      throw Problem.badRequest(
          "a moment and a span, or half a span, were asked for",
          "Write at alone, or from and until together, or none of them for now.");
    }
    if (from.isPresent()) {
      if (!from.get().isBefore(until.get())
          || Duration.between(from.get(), until.get()).compareTo(LONGEST) > 0) {
        throw Problem.badRequest(
            "from %s until %s is no span of the map".formatted(from.get(), until.get()),
            "Let until be after from, by %d hours at most.".formatted(LONGEST.toHours()));
      }
      return span(from.get(), until.get(), true);
    }
    return at.map(moment -> span(moment, moment, false)).orElseGet(this::now);
  }

  /** Those in the air now. */
  ApiAnswer now() {
    Instant now = clock.instant();
    return read("airborne", List.of(now), new Span(now, Optional.empty()))
        .freshFor(Duration.ofSeconds(5));
  }

  private ApiAnswer span(Instant first, Instant last, boolean more) {
    Instant now = clock.instant();
    // What is over is told anew only by a late answer of the provider.
    boolean over = last.isBefore(now.minus(Duration.ofDays(1)));
    return read(
            "in-the-air",
            List.of(first, last, now),
            new Span(first, more ? Optional.of(last) : Optional.empty()))
        .freshFor(over ? Duration.ofHours(1) : Duration.ofSeconds(15));
  }

  /** What is shown: a moment, or all from there to an end. */
  private record Span(Instant at, Optional<Instant> until) {}

  private ApiAnswer read(String query, List<Instant> moments, Span span) {
    return session.read(
        "reading the map",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(Queries.named(query))) {
            statement.setFetchSize(PAGE);
            for (int i = 0; i < moments.size(); i++) {
              statement.setObject(i + 1, moment(moments.get(i)));
            }
            try (ResultSet rows = statement.executeQuery()) {
              byte[] json = write(span, rows);
              return ApiAnswer.bytes(json, Format.JSON.contentType())
                  .sameAs(
                      span.until().isPresent()
                          ? json
                          : Arrays.copyOfRange(json, afterMoment(json), json.length))
                  .alsoAs(Format.GEOJSON, () -> FlightPoints.of(json));
            }
          }
        });
  }

  /** The moment of asking comes first and changes though nothing on the map does. */
  private static int afterMoment(byte[] json) {
    int i = 0;
    while (json[i] != ',') {
      i++;
    }
    return i;
  }

  private byte[] write(Span span, ResultSet rows) throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      int count = 0;
      out.writeStartObject();
      out.writeNumberField("at", span.at().getEpochSecond());
      if (span.until().isPresent()) {
        out.writeNumberField("until", span.until().get().getEpochSecond());
      }
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
    out.writeStringField("onBasis", row.getString("on_basis"));
    text(out, "status", row.getString("status"));
    long delay = row.getLong("delay");
    if (!row.wasNull()) {
      out.writeNumberField("delayMinutes", delay);
    }
    text(out, "type", row.getString("aircraft_type"));
    text(out, "registration", row.getString("registration"));
    long seenAt = row.getLong("seen_at");
    if (!row.wasNull()) {
      out.writeNumberField("seenAt", seenAt);
    }
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
