package io.offblock.neo4j;

import io.offblock.answer.Fields;
import io.offblock.flight.Version;
import io.offblock.reference.Reference;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * An item of reference data as a node. Airports and airlines are the nodes that flights point to,
 * whether the provider or a flight spoke of them first.
 *
 * @param label of the node
 * @param key property that its code is in
 * @param code the item's code
 * @param properties all of them; names are {@code name_EN}, {@code name_DE}, …
 */
record ReferenceNode(String label, String key, String code, Map<String, Object> properties) {
  static ReferenceNode of(Reference item, Version version) {
    String key = key(item.kind());
    Fields fields =
        Fields.none()
            .with(key, item.code())
            .with("version_at", version.fetchedAt().atOffset(ZoneOffset.UTC))
            .with("version_sha256", version.sha256());
    item.names().forEach((language, name) -> fields.with("name_" + language, name));
    switch (item) {
      case Reference.Country country -> {}
      case Reference.City city ->
          fields
              .maybe("country", city.country())
              .maybe("utc_offset", city.utcOffset())
              .maybe("zone", city.zone())
              .with("airports", city.airports());
      case Reference.Airport airport ->
          fields
              .maybe("city", airport.city())
              .maybe("country", airport.country())
              .maybe("lat", airport.latitude())
              .maybe("lon", airport.longitude())
              .maybe("location_type", airport.locationType())
              .maybe("utc_offset", airport.utcOffset())
              .maybe("zone", airport.zone());
      case Reference.Airline airline -> fields.maybe("icao", airline.icao());
      case Reference.Aircraft aircraft -> fields.maybe("icao", aircraft.icao());
    }
    return new ReferenceNode(label(item.kind()), key, item.code(), fields.map());
  }

  /** The label for a kind of reference data. */
  static String label(String kind) {
    return switch (kind) {
      case "countries" -> "Country";
      case "cities" -> "City";
      case "airports" -> "Airport";
      case "airlines" -> "Airline";
      case "aircraft" -> "AircraftType";
      default -> throw new IllegalArgumentException("no kind of reference data: " + kind);
    };
  }

  /** The property that holds the code of that kind. */
  static String key(String kind) {
    return kind.equals("airports") ? "iata" : "code";
  }
}
