package io.offblock.opensearch;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.answer.Fields;
import io.offblock.flight.Version;
import io.offblock.reference.Reference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An item of reference data as a document: what the provider said, and the names and popularity
 * that search goes by.
 */
final class PlaceDocument {
  private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Airports airports;
  private final Popularity popularity;

  /**
   * @param airports add ICAO codes, cities and English names, which the provider leaves out of some
   *     airports
   */
  PlaceDocument(Airports airports, Popularity popularity) {
    this.airports = Objects.requireNonNull(airports);
    this.popularity = Objects.requireNonNull(popularity);
  }

  static String id(Reference item) {
    return id(item.kind(), item.code());
  }

  static String id(String kind, String code) {
    return kind + ":" + code;
  }

  Map<String, Object> write(Reference item, Version version) {
    Set<String> searched = new LinkedHashSet<>(item.names().values());
    Fields fields =
        Fields.none()
            .with("kind", item.kind())
            .with("code", item.code())
            .with("names", item.names())
            .with("version_at", version.fetchedAt().toString())
            .with("version_sha256", version.sha256());
    switch (item) {
      case Reference.Country country -> {}
      case Reference.City city ->
          fields
              .maybe("country", city.country())
              .with("country_names", CountryNames.of(city.country()))
              .maybe("utc_offset", city.utcOffset())
              .maybe("zone", city.zone())
              .with("airports", city.airports());
      case Reference.Airport airport -> {
        airports
            .find(airport.code())
            .ifPresent(
                known -> {
                  fields.maybe("icao", known.icao());
                  searched.add(known.name());
                  searched.add(known.city());
                });
        fields
            .maybe("city", airport.city())
            .maybe("country", airport.country())
            .with("country_names", CountryNames.of(airport.country()))
            .maybe("location", location(airport))
            .maybe("location_type", airport.locationType())
            .maybe("utc_offset", airport.utcOffset())
            .maybe("zone", airport.zone())
            .with(
                "popularity",
                popularity.airport(
                    airport.code(), airport.locationType().filter("Airport"::equals).isPresent()));
      }
      case Reference.Airline airline ->
          fields
              .maybe("icao", icao(airline))
              .with("popularity", popularity.airline(airline.code()));
      case Reference.Aircraft aircraft -> fields.maybe("icao", aircraft.icao());
    }
    searched.remove("");
    return fields
        .with("name", List.copyOf(searched))
        .with(
            "name_joined",
            searched.stream()
                .map(PlaceDocument::joined)
                .filter(n -> !n.isEmpty())
                .distinct()
                .toList())
        .map();
  }

  /** Letters and digits alone: some write New York as one word, and some Ryanair as two. */
  static String joined(String name) {
    return NEITHER_LETTER_NOR_DIGIT.matcher(name).replaceAll("");
  }

  /** The version of a stored document. */
  static Version version(Map<String, Object> document) {
    return new Version(
        Instant.parse((String) document.get("version_at")),
        (String) document.get("version_sha256"));
  }

  /** The name in English, else in any language. */
  @SuppressWarnings("unchecked")
  static Optional<String> name(Map<String, Object> document) {
    Map<String, String> names = (Map<String, String>) document.getOrDefault("names", Map.of());
    return Optional.ofNullable(names.get("EN")).or(() -> names.values().stream().findFirst());
  }

  private Optional<Map<String, Object>> location(Reference.Airport airport) {
    Optional<Map<String, Object>> told =
        airport.latitude().flatMap(lat -> airport.longitude().map(lon -> location(lat, lon)));
    return told.or(
        () -> airports.find(airport.code()).map((Airport a) -> location(a.lat(), a.lon())));
  }

  private static Map<String, Object> location(double lat, double lon) {
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("lat", lat);
    location.put("lon", lon);
    return location;
  }

  /** The provider leaves out the code of some airlines, Lufthansa's own among them. */
  private Optional<String> icao(Reference.Airline airline) {
    return airline.icao().or(() -> popularity.airlineIcao(airline.code()));
  }
}
