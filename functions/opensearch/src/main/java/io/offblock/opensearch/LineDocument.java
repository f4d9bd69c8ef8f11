package io.offblock.opensearch;

import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.history.Line;
import io.offblock.history.LineYear;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A year of a line as a document, and beside it the fields that only search reads. */
final class LineDocument {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  private LineDocument() {}

  static Map<String, Object> write(LineYear line) {
    FlightNumber number = number(line.line());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", line.id());
    document.put("carrier", number.carrier());
    document.put("number", number.number());
    document.put("suffix", number.suffix());
    document.put("origin", line.line().origin());
    document.put("destination", line.line().destination());
    document.put("year", line.year());
    document.put("days", line.daysText());
    document.put("first", LOCAL.format(line.first()));
    document.put("last", LOCAL.format(line.last()));
    document.put("designator", number.toString());
    document.put("designators", List.of(number.toString()));
    document.put(
        "day",
        Map.of(
            "gte", line.first().toLocalDate().toString(),
            "lte", line.last().toLocalDate().toString()));
    // Near enough to sort by: local time for UTC.
    document.put("departs", line.last().toInstant(ZoneOffset.UTC).toString());
    return document;
  }

  static LineYear read(Map<String, Object> document) {
    return LineYear.read(
        new Line(
            (String) document.get("carrier"),
            "" + document.get("number") + document.get("suffix"),
            (String) document.get("origin"),
            (String) document.get("destination")),
        ((Number) document.get("year")).intValue(),
        (String) document.get("days"),
        LocalDateTime.parse((String) document.get("first")),
        LocalDateTime.parse((String) document.get("last")));
  }

  /** The last flight of the line in its year. */
  static FlightId last(LineYear line) {
    return new FlightId(
        number(line.line()), line.line().origin(), line.line().destination(), line.last());
  }

  private static FlightNumber number(Line line) {
    return FlightNumber.of(line.carrier(), line.number())
        .orElseThrow(() -> new IllegalArgumentException("a line without number: " + line));
  }
}
