package io.offblock.bts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.offblock.airport.Airports;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.flight.Version;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.ParsedPayload.Rejected;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import io.offblock.payload.PoisonPayload;
import io.offblock.payload.Storable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one carrier's day of the US Bureau of Transportation Statistics' on-time performance files:
 * {@code {"columns":["FL_DATE",…],"rows":[["2008-01-01",…],…]}}, names and cells as the bureau's
 * file has them. Every row becomes a report or stands among the rejected with its reason.
 */
public final class OnTimeParser implements PayloadParser {
  /** The provider's name in payload keys. */
  public static final String PROVIDER = "bts";

  /** The parser hint of these payloads. */
  public static final String HINT = "ontime";

  private static final int LARGEST = 16 << 20;
  private static final JsonFactory JSON = new JsonFactory();

  private final Airports airports;

  /**
   * @param airports their zones turn the bureau's local times into moments
   */
  public OnTimeParser(Airports airports) {
    this.airports = Objects.requireNonNull(airports);
  }

  @Override
  public ParsedPayload parse(Payload payload) {
    if (!payload.hint().equals(HINT)) {
      throw new PoisonPayload("unknown-hint", "no parser for the hint " + payload.hint());
    }
    if (payload.bytes().length > LARGEST) {
      throw new PoisonPayload(
          "too-large", "%d bytes are more than %d".formatted(payload.bytes().length, LARGEST));
    }
    try (JsonParser in = JSON.createParser(payload.bytes())) {
      return rows(payload, in);
    } catch (IOException e) {
      throw new PoisonPayload("not-json", String.valueOf(e.getMessage()), e);
    }
  }

  private ParsedPayload rows(Payload payload, JsonParser in) throws IOException {
    expect(in.nextToken() == JsonToken.START_OBJECT && "columns".equals(in.nextFieldName()));
    in.nextToken();
    List<String> columns = cells(in);
    Map<OnTimeColumn, Integer> places = places(columns);
    expect("rows".equals(in.nextFieldName()) && in.nextToken() == JsonToken.START_ARRAY);
    List<FlightReport> reports = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    Set<FlightId> seen = new HashSet<>();
    Version version = payload.version();
    String id = payload.key().id();
    for (int i = 0; in.nextToken() == JsonToken.START_ARRAY; i++) {
      List<String> cells = cells(in);
      try {
        OnTimeFlight flight = OnTimeFlight.of(new OnTimeRow(places, cells), airports);
        String source = source(columns, cells);
        if (!seen.add(flight.id())) {
          throw new UnreadableRow("the flight stands in an earlier row: " + flight.id());
        }
        reports.add(report(version, id, flight, source));
      } catch (UnreadableRow e) {
        rejected.add(new Rejected("/rows/" + i, e.getMessage()));
      }
    }
    expect(in.currentToken() == JsonToken.END_ARRAY);
    return new ParsedPayload(reports, List.of(), rejected);
  }

  private static FlightReport report(
      Version version, String payload, OnTimeFlight flight, String source) {
    return new FlightReport(
        flight.id(),
        version,
        payload,
        HINT,
        Optional.of(flight.operation()),
        flight.airframe(),
        Optional.empty(),
        Optional.empty(),
        source);
  }

  private static Map<OnTimeColumn, Integer> places(List<String> columns) {
    try {
      return OnTimeColumn.places(columns);
    } catch (IllegalArgumentException e) {
      throw new PoisonPayload("wrong-shape", e.getMessage());
    }
  }

  private static List<String> cells(JsonParser in) throws IOException {
    expect(in.currentToken() == JsonToken.START_ARRAY);
    List<String> cells = new ArrayList<>(24);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      expect(in.currentToken() == JsonToken.VALUE_STRING);
      cells.add(in.getText());
    }
    return cells;
  }

  private static void expect(boolean holds) {
    if (!holds) {
      throw new PoisonPayload(
          "wrong-shape", "it is not {\"columns\":[…],\"rows\":[[…]]} with cells of text");
    }
  }

  /** The row under the file's own names, without its blank cells. */
  private static String source(List<String> columns, List<String> cells) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
        if (!cells.get(i).isEmpty()) {
          if (!Storable.isText(cells.get(i)) || !Storable.isText(columns.get(i))) {
            throw new UnreadableRow("a text has the character NUL or half a surrogate pair");
          }
          out.writeStringField(columns.get(i), cells.get(i));
        }
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
