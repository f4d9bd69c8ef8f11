package io.offblock.postgres;

import static io.offblock.postgres.PostgresFlightStore.moment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Format;
import io.offblock.answer.JsonText;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The flights in the air, as a map needs them: thousands, so each row goes straight from the cursor
 * into the answer, and of those that fly now what is told is kept. When a flight is on the map is
 * said once, by the database's function {@code airborne}; one whose airport nobody knows the place
 * of cannot be drawn and is left out. Flights are ordered by their ids: the same flights are the
 * same answer, and an airline's side by side compress well.
 */
final class AirborneAnswer {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final int PAGE = 2_000;
  private static final int USUAL_BYTES = 1 << 20;
  private static final int USUAL_FLIGHT = 320;
  private static final JsonText COMMA = JsonText.of(",");

  /** Flights whose JSON is kept: more than Lufthansa's group and its partners have in the air. */
  private static final int MOST_TOLD = 12_000;

  /** How long a map holds, whoever keeps it: this function, and then a cache for what is left. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final PostgresSession session;
  private final FlightOnMap flight;
  private final InstantSource clock;
  private final Told<Optional<Drawn>> told = new Told<>(MOST_TOLD);
  private final UntilWritten<ApiAnswer> maps = new UntilWritten<>(FRESH);

  AirborneAnswer(PostgresSession session, Airports airports, InstantSource clock) {
    this.session = session;
    flight = new FlightOnMap(airports);
    this.clock = clock;
  }

  /**
   * @param text its JSON
   */
  private record Drawn(JsonText text, FlightOnMap.Ends ends) {}

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

  /** Those in the air now: asked for every few seconds, and mostly as they were. */
  ApiAnswer now() {
    Instant now = clock.instant();
    UntilWritten.Made<ApiAnswer> map =
        session.read("reading the map", connection -> maps.in(connection, now, c -> map(c, now)));
    return map.value().freshFor(Duration.between(now, map.at().plus(FRESH)));
  }

  private ApiAnswer map(Connection connection, Instant now) throws SQLException {
    List<Told.Row> rows = airborne(connection, now);
    return map(now, rows, told.of(rows, ids -> texts(connection, now, ids)));
  }

  private static ApiAnswer map(
      Instant now, List<Told.Row> rows, Map<String, Optional<Drawn>> told) {
    List<JsonText> parts = new ArrayList<>(2 * rows.size() + 2);
    SortedMap<String, String> places = new TreeMap<>();
    ByteBuffer versions = ByteBuffer.allocate(Long.BYTES * rows.size());
    JsonText before = JsonText.of("{\"at\":%d,\"flights\":[".formatted(now.getEpochSecond()));
    int count = 0;
    for (Told.Row row : rows) {
      Optional<Drawn> drawn = told.getOrDefault(row.id(), Optional.empty());
      if (drawn.isPresent()) {
        parts.add(count == 0 ? before : COMMA);
        parts.add(drawn.get().text());
        drawn.get().ends().into(places);
        versions.putLong(row.version());
        count++;
      }
    }
    if (count == 0) {
      parts.add(before);
    }
    parts.add(JsonText.of("],\"airports\":%s,\"count\":%d}".formatted(json(places), count)));
    JsonText json = JsonText.join(parts);
    return ApiAnswer.text(json, Format.JSON.contentType())
        .sameAs(versions.array())
        .alsoAs(Format.GEOJSON, () -> FlightPoints.of(json.plain()));
  }

  private static String json(SortedMap<String, String> places) {
    return places.entrySet().stream()
        .map(place -> "\"" + place.getKey() + "\":" + place.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<Told.Row> airborne(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Queries.named("airborne"))) {
      statement.setFetchSize(PAGE);
      statement.setObject(1, moment(now));
      List<Told.Row> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(new Told.Row(row.getString(1), row.getLong(2)));
        }
      }
      rows.sort(Comparator.comparing(Told.Row::id));
      return rows;
    }
  }

  /** Nothing of one that cannot be drawn, which is kept too. */
  private Map<String, Told.Kept<Optional<Drawn>>> texts(
      Connection connection, Instant now, List<String> ids) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Queries.named("airborne-flights"))) {
      statement.setObject(1, moment(now));
      statement.setArray(2, connection.createArrayOf("text", ids.toArray()));
      Map<String, Told.Kept<Optional<Drawn>>> texts = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          StringWriter text = new StringWriter(USUAL_FLIGHT);
          Optional<FlightOnMap.Ends> ends;
          try (JsonGenerator out = JSON.createGenerator(text)) {
            ends = flight.write(out, row);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          texts.put(
              row.getString(FlightOnMap.Column.ID),
              new Told.Kept<>(
                  row.getLong(FlightOnMap.Column.VERSION),
                  ends.map(both -> new Drawn(JsonText.of(text.toString()), both))));
        }
      }
      return texts;
    }
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
              return answer(written(span, rows), span.until().isPresent());
            }
          }
        });
  }

  private static ApiAnswer answer(byte[] json, boolean sameAtAnyTime) {
    return ApiAnswer.bytes(json, Format.JSON.contentType())
        .sameAs(sameAtAnyTime ? json : Arrays.copyOfRange(json, afterMoment(json), json.length))
        .alsoAs(Format.GEOJSON, () -> FlightPoints.of(json));
  }

  /** The moment of asking comes first and changes though nothing on the map does. */
  private static int afterMoment(byte[] json) {
    int i = 0;
    while (json[i] != ',') {
      i++;
    }
    return i;
  }

  private byte[] written(Span span, ResultSet rows) throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("at", span.at().getEpochSecond());
      if (span.until().isPresent()) {
        out.writeNumberField("until", span.until().get().getEpochSecond());
      }
      out.writeArrayFieldStart("flights");
      SortedMap<String, String> places = new TreeMap<>();
      int count = 0;
      while (rows.next()) {
        Optional<FlightOnMap.Ends> ends = flight.write(out, rows);
        ends.ifPresent(both -> both.into(places));
        count += ends.isPresent() ? 1 : 0;
      }
      out.writeEndArray();
      out.writeFieldName("airports");
      out.writeRawValue(json(places));
      out.writeNumberField("count", count);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
