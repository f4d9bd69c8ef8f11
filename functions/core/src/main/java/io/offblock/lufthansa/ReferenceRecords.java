package io.offblock.lufthansa;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.reference.Reference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes reference items of the records of {@code mds-references}. */
final class ReferenceRecords {
  /** ISO 639's code for a language that is not said. */
  private static final String UNDETERMINED = "UND";

  private ReferenceRecords() {}

  static Reference country(JsonNode record) {
    Shape.source(record);
    return new Reference.Country(code(record, "CountryCode"), names(record));
  }

  static Reference city(JsonNode record) {
    Shape.source(record);
    return new Reference.City(
        code(record, "CityCode"),
        Shape.text(record, "CountryCode"),
        names(record),
        Shape.text(record, "UtcOffset"),
        Shape.text(record, "TimeZoneId"),
        Shape.list(Shape.object(record, "Airports"), "AirportCode").stream()
            .map(node -> Shape.content(node, "AirportCode"))
            .toList());
  }

  /**
   * Of the list of airports, and of the nearest ones, whose distance from the question is no fact
   * of theirs.
   */
  static Reference airport(JsonNode record) {
    Shape.source(record);
    JsonNode coordinate = Shape.object(Shape.object(record, "Position"), "Coordinate");
    return new Reference.Airport(
        code(record, "AirportCode"),
        Shape.text(record, "CityCode"),
        Shape.text(record, "CountryCode"),
        Shape.number(coordinate, "Latitude", 90),
        Shape.number(coordinate, "Longitude", 180),
        Shape.text(record, "LocationType"),
        names(record),
        Shape.text(record, "UtcOffset"),
        Shape.text(record, "TimeZoneId"));
  }

  static Reference airline(JsonNode record) {
    Shape.source(record);
    return new Reference.Airline(
        code(record, "AirlineID"), Shape.text(record, "AirlineID_ICAO"), names(record));
  }

  /** {@code 0000} is what trains have for an ICAO type: none. */
  static Reference aircraft(JsonNode record) {
    Shape.source(record);
    return new Reference.Aircraft(
        code(record, "AircraftCode"),
        Shape.text(record, "AirlineEquipCode").filter(c -> !c.matches("0+")),
        names(record));
  }

  private static String code(JsonNode record, String name) {
    String code =
        Shape.text(record, name)
            .orElseThrow(() -> UnreadableRecord.broken("no " + name))
            .toUpperCase(Locale.ROOT);
    if (!code.matches("[A-Z0-9]{2,4}")) {
      throw UnreadableRecord.broken(name + " is no code: " + code);
    }
    return code;
  }

  /** {@code Names} may be {@code {}}, and one name is an object or a plain text. */
  private static SortedMap<String, String> names(JsonNode record) {
    SortedMap<String, String> names = new TreeMap<>();
    List<JsonNode> all = Shape.list(Shape.object(record, "Names"), "Name");
    for (JsonNode name : all) {
      if (name.isObject()) {
        Optional<String> text = Shape.text(name, "$");
        text.ifPresent(
            t ->
                names.put(
                    Shape.text(name, "@LanguageCode").orElse(UNDETERMINED).toUpperCase(Locale.ROOT),
                    t));
      } else {
        names.put(UNDETERMINED, Shape.content(name, "Name"));
      }
    }
    return names;
  }
}
