package io.offblock.opensearch;

import io.offblock.StoreServer;
import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.reference.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reference data as the provider gives it, made from tables that may be passed on: the packaged
 * airports, the sandbox's cities and their names in other languages, and airlines.
 */
final class ReferenceData {
  private static final Path SANDBOX =
      StoreServer.project().resolve("localstack/sandbox/src/main/resources/io/offblock/sandbox");

  private ReferenceData() {}

  static List<Reference> all() {
    List<Reference> items = new ArrayList<>();
    Map<String, String> cityOf = new HashMap<>();
    Map<String, Map<String, String>> names = new HashMap<>();
    for (String[] row : rows(SANDBOX.resolve("exonyms.csv"))) {
      names.computeIfAbsent(row[0], n -> new TreeMap<>()).put(row[1], row[2]);
    }
    for (String[] row : rows(SANDBOX.resolve("metropolitan.csv"))) {
      List<String> airports = List.of(row[3].split(" "));
      airports.forEach(airport -> cityOf.put(airport, row[0]));
      items.add(city(row[0], row[1], row[2], airports, names));
    }
    for (Airport airport : Airports.packaged().all()) {
      String city = cityOf.getOrDefault(airport.iata(), airport.iata());
      items.add(airport(airport, city));
      if (city.equals(airport.iata()) && !cityOf.containsKey(city) && !airport.city().isBlank()) {
        items.add(city(city, airport.city(), airport.country(), List.of(city), names));
      }
    }
    items.addAll(airlines());
    return items;
  }

  private static Reference.Airport airport(Airport airport, String city) {
    return new Reference.Airport(
        airport.iata(),
        Optional.of(city),
        Optional.of(airport.country()),
        Optional.of(airport.lat()),
        Optional.of(airport.lon()),
        Optional.of("Airport"),
        new TreeMap<>(Map.of("EN", airport.name())),
        Optional.empty(),
        Optional.of(airport.zone().getId()));
  }

  private static Reference.City city(
      String code,
      String name,
      String country,
      List<String> airports,
      Map<String, Map<String, String>> names) {
    TreeMap<String, String> all = new TreeMap<>(Map.of("EN", name));
    all.putAll(names.getOrDefault(name, Collections.emptyMap()));
    return new Reference.City(
        code, Optional.of(country), all, Optional.empty(), Optional.empty(), airports);
  }

  private static List<Reference> airlines() {
    Map<String, Reference> airlines = new LinkedHashMap<>();
    Stream.concat(
            rows(SANDBOX.resolve("airlines.csv")).stream(),
            rows(
                StoreServer.project()
                    .resolve(
                        "functions/opensearch/src/test/resources/io/offblock/opensearch/airlines.csv"))
                .stream())
        .filter(row -> !row[2].isEmpty())
        .forEach(
            row ->
                airlines.put(
                    row[0],
                    new Reference.Airline(
                        row[0],
                        Optional.of(row[1]).filter(icao -> !icao.isEmpty()),
                        new TreeMap<>(Map.of("EN", row[2])))));
    return List.copyOf(airlines.values());
  }

  /** The rows of a table without quotes, its heading left out. */
  static List<String[]> rows(Path table) {
    try (Stream<String> lines = Files.lines(table)) {
      return lines.skip(1).map(line -> line.split(",", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
