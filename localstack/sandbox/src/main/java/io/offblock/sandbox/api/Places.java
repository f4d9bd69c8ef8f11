package io.offblock.sandbox.api;

import io.offblock.sandbox.world.Airport;
import io.offblock.sandbox.world.Csv;
import io.offblock.sandbox.world.World;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Countries, cities and airports as reference records, in the API's languages. */
final class Places {
  private static final List<String> AIRPORT_LANGUAGES =
      List.of("BG", "CS", "DE", "EN", "ES", "FR", "HU", "IT", "PT", "RO", "SV", "UK");
  private static final List<String> CITY_LANGUAGES =
      List.of("BG", "CS", "DE", "EL", "EN", "ES", "FR", "HU", "IT", "RO", "SV", "TR", "UK");
  private static final String TABLES = "/io/offblock/sandbox/";

  /** Records that lack a zone, one in this many: the real ones do too. */
  private static final int ZONELESS = 25;

  /** Countries that lack a language, one in this many. */
  private static final int UNTRANSLATED = 6;

  private final TreeMap<String, Airport> airports = new TreeMap<>();
  private final Map<String, String> kinds = new HashMap<>();
  private final Map<String, String> cityOf = new HashMap<>();
  private final TreeMap<String, City> cities = new TreeMap<>();
  private final TreeSet<String> countries = new TreeSet<>();
  private final Map<String, Map<String, String>> exonyms = new HashMap<>();
  private final Set<String> served;

  /** A city; airports may be none. */
  private record City(
      String code, String name, String country, ZoneId zone, List<String> airports) {}

  /** A name in a language, and the odd ways in which lists of them are written. */
  record Name(String language, String text) {
    JsonObject json() {
      return new JsonObject().put("@LanguageCode", language).put("$", text);
    }

    /** No name is an empty object, one an object, several an array. */
    static JsonObject names(List<Name> names) {
      return names.isEmpty()
          ? new JsonObject()
          : new JsonObject().put("Name", Page.collapsed(names.stream().map(Name::json).toList()));
    }
  }

  Places(World world) {
    this.served = world.served();
    for (var airport : world.airports().all()) {
      airports.put(airport.iata(), airport);
      countries.add(airport.country());
    }
    for (var row : Csv.rows(TABLES + "metropolitan.csv")) {
      List<String> members = List.of(row.get(3).split(" "));
      var zone = world.airports().get(members.getFirst()).zone();
      members.forEach(member -> cityOf.put(member, row.get(0)));
      cities.put(row.get(0), new City(row.get(0), row.get(1), row.get(2), zone, members));
    }
    for (var row : Csv.rows(TABLES + "surface.csv")) {
      var city = world.airports().get(row.get(3));
      airports.put(
          row.get(0),
          new Airport(
              row.get(0),
              "",
              row.get(2),
              city.city(),
              row.get(4),
              Double.parseDouble(row.get(5)),
              Double.parseDouble(row.get(6)),
              city.zone()));
      kinds.put(row.get(0), row.get(1));
      cityOf.put(row.get(0), cityOf.getOrDefault(row.get(3), row.get(3)));
    }
    for (var airport : world.airports().all()) {
      if (!cityOf.containsKey(airport.iata())) {
        String name = airport.city().isEmpty() ? plain(airport.name()) : airport.city();
        cityOf.put(airport.iata(), airport.iata());
        cities.putIfAbsent(
            airport.iata(),
            new City(
                airport.iata(), name, airport.country(), airport.zone(), List.of(airport.iata())));
      }
    }
    for (var row : Csv.rows(TABLES + "exonyms.csv")) {
      exonyms.computeIfAbsent(row.get(0), name -> new HashMap<>()).put(row.get(1), row.get(2));
    }
  }

  List<String> airports() {
    return List.copyOf(airports.keySet());
  }

  List<String> cities() {
    return List.copyOf(cities.keySet());
  }

  List<String> countries() {
    return List.copyOf(countries);
  }

  JsonObject airport(String code, String language) {
    var airport = airports.get(code);
    var city = cities.get(cityOf.get(code));
    String kind = kinds.getOrDefault(code, "Airport");
    boolean alone = kind.equals("Airport") && (city == null || city.airports().size() == 1);
    String name = alone && !airport.city().isEmpty() ? airport.city() : plain(airport.name());
    var json =
        new JsonObject()
            .put("AirportCode", code)
            .put(
                "Position",
                new JsonObject()
                    .put(
                        "Coordinate",
                        new JsonObject()
                            .put("Latitude", airport.latitude())
                            .put("Longitude", airport.longitude())))
            .put("CityCode", cityOf.get(code))
            .put("CountryCode", airport.country())
            .put("LocationType", kind)
            .put("Names", Name.names(named(name, AIRPORT_LANGUAGES, language)));
    return zoned(json, code, airport.zone());
  }

  JsonObject city(String code, String language) {
    var city = cities.get(code);
    var json =
        new JsonObject()
            .put("CityCode", code)
            .put("CountryCode", city.country())
            .put("Names", Name.names(named(city.name(), CITY_LANGUAGES, language)));
    zoned(json, code, city.zone());
    List<String> reached = new ArrayList<>(city.airports());
    for (String place : kinds.keySet()) {
      if (code.equals(cityOf.get(place))) {
        reached.add(place);
      }
    }
    Collections.sort(reached);
    return json.put(
        "Airports",
        new JsonObject()
            .put("AirportCode", reached.size() == 1 ? reached.getFirst() : new JsonArray(reached)));
  }

  JsonObject country(String code, String language) {
    List<Name> names = new ArrayList<>();
    for (String wanted : language.isEmpty() ? AIRPORT_LANGUAGES : List.of(language)) {
      boolean translated =
          AIRPORT_LANGUAGES.contains(wanted)
              && Math.floorMod((code + wanted).hashCode(), UNTRANSLATED) != 0;
      String given = translated ? wanted : "EN";
      if (translated || !language.isEmpty()) {
        names.add(
            new Name(
                given,
                Locale.of("", code).getDisplayCountry(Locale.of(given.toLowerCase(Locale.ROOT)))));
      }
    }
    return new JsonObject().put("CountryCode", code).put("Names", Name.names(names));
  }

  /** A name in every language of the resource, or in one; English where the language is missing. */
  private List<Name> named(String name, List<String> languages, String language) {
    var translated = exonyms.getOrDefault(name, Map.of());
    if (language.isEmpty()) {
      return languages.stream()
          .map(each -> new Name(each, translated.getOrDefault(each, name)))
          .toList();
    }
    return List.of(
        languages.contains(language)
            ? new Name(language, translated.getOrDefault(language, name))
            : new Name("EN", name));
  }

  /** The standard offset, which knows no summer time, and the zone where the record has one. */
  private JsonObject zoned(JsonObject json, String code, ZoneId zone) {
    json.put(
        "UtcOffset",
        zone.getRules().getStandardOffset(Instant.now()).getId().replace("Z", "+00:00"));
    boolean zoneless = !served.contains(code) && Math.floorMod(code.hashCode(), ZONELESS) == 0;
    return zoneless ? json : json.put("TimeZoneId", zone.getId());
  }

  private static String plain(String name) {
    String plain =
        name.replaceAll("(?i)\\s*\\b(international|intl|airport|aerodrome|airfield)\\b", "")
            .strip();
    return plain.isEmpty() ? name : plain;
  }
}
