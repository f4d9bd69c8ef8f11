package io.offblock.sandbox.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who flies from where with what, and where to: the sandbox's tables of bases, destinations and
 * onward legs, against which the timetable is built.
 */
final class Network {
  /** Airports where the world's flights meet; at least 97 % of them start or end at one. */
  static final Set<String> HUBS =
      Set.of(
          "FRA", "MUC", "ZRH", "VIE", "BRU", "DUS", "FCO", "WAW", "CGN", "HAM", "BER", "STR", "ATH",
          "GVA");

  /** Hubs that airlines of other continents fly to, and how much they like each. */
  private static final SortedMap<String, Double> GATEWAYS =
      new TreeMap<>(
          Map.of(
              "FRA", 9.0, "MUC", 5.0, "ZRH", 5.0, "VIE", 2.0, "BRU", 2.0, "FCO", 2.0, "DUS", 2.0,
              "WAW", 2.0));

  /** An airline's operation from one base; {@code fleet} maps a type to its share. */
  record Base(
      Airline airline,
      Airport airport,
      int shortLegs,
      int longLegs,
      String style,
      Map<AircraftType, Integer> fleet) {}

  /**
   * A long flight that goes on to a second airport under the same number, and comes back the same
   * way.
   */
  record Tag(Airline airline, Airport base, AircraftType type, Airport via, Airport onward) {}

  final Airports airports;
  final Map<String, Airline> airlines = Airline.table();
  final Map<String, AircraftType> types = AircraftType.table();
  final List<Base> bases = new ArrayList<>();
  final List<Tag> tags = new ArrayList<>();

  /** region → airport → weight; an airport named twice in a region keeps its first weight. */
  private final Map<String, Map<Airport, Integer>> regions = new LinkedHashMap<>();

  Network(Airports airports) {
    this.airports = airports;
    for (String line : Csv.lines("/io/offblock/sandbox/destinations.txt")) {
      String[] parts = line.split("[ :]+");
      var region = regions.computeIfAbsent(parts[0], name -> new LinkedHashMap<>());
      for (int i = 2; i < parts.length; i++) {
        region.putIfAbsent(airports.get(parts[i]), Integer.parseInt(parts[1]));
      }
    }
    for (var row : Csv.rows("/io/offblock/sandbox/bases.csv")) {
      var fleet = new LinkedHashMap<AircraftType, Integer>();
      for (String share : row.get(5).split(" ")) {
        String[] parts = share.split(":");
        fleet.put(AircraftType.of(types, parts[0]), Integer.parseInt(parts[1]));
      }
      bases.add(
          new Base(
              airlines.get(row.get(0)),
              airports.get(row.get(1)),
              Integer.parseInt(row.get(2)),
              Integer.parseInt(row.get(3)),
              row.get(4),
              fleet));
    }
    for (var row : Csv.rows("/io/offblock/sandbox/tags.csv")) {
      tags.add(
          new Tag(
              airlines.get(row.get(0)),
              airports.get(row.get(1)),
              AircraftType.of(types, row.get(2)),
              airports.get(row.get(3)),
              airports.get(row.get(4))));
    }
  }

  /** Airports that some airline of the sandbox may serve. */
  Set<String> served() {
    var served = new TreeSet<String>();
    regions
        .values()
        .forEach(region -> region.keySet().forEach(airport -> served.add(airport.iata())));
    tags.forEach(tag -> served.addAll(List.of(tag.via().iata(), tag.onward().iata())));
    bases.forEach(base -> served.add(base.airport().iata()));
    return served;
  }

  /** Where a base's short flights may go, with weights that fall with distance. */
  Map<Airport, Double> nearby(Base base) {
    var choice = new LinkedHashMap<Airport, Double>();
    switch (base.style()) {
      case "network" -> {
        add(choice, base, "short", 170, 2650, 1);
        add(choice, base, "leisure", 170, 2650, 0.3);
        add(choice, base, "mid", 2000, 4300, 0.35);
      }
      case "regional" -> add(choice, base, "short", 150, 1250, 1);
      case "leisure" -> add(choice, base, "leisure", 400, 4300, 1);
      case "feeder" -> {
        add(choice, base, "short", 150, 3900, 1);
        choice.keySet().removeIf(airport -> !HUBS.contains(airport.iata()));
      }
      case "point" -> {
        add(choice, base, "short", 150, 1200, 1);
        choice.keySet().removeIf(airport -> HUBS.contains(airport.iata()));
        choice.keySet().removeIf(airport -> !airport.country().equals(base.airport().country()));
      }
      default -> {
        // a cargo base has no short flights
      }
    }
    return choice;
  }

  /** Where a base's long flights may go. */
  Map<Airport, Double> far(Base base) {
    var choice = new LinkedHashMap<Airport, Double>();
    switch (base.style()) {
      case "leisure" -> add(choice, base, "sun", 3000, 10900, 1);
      case "cargo" -> add(choice, base, "cargo", 800, 9000, 1);
      case "feeder" -> GATEWAYS.forEach((hub, weight) -> choice.put(airports.get(hub), weight));
      default -> add(choice, base, "long", 3000, 10900, 1);
    }
    int reach = base.fleet().keySet().stream().mapToInt(AircraftType::reach).max().orElse(0);
    choice.keySet().removeIf(airport -> base.airport().kilometresTo(airport) > reach);
    return choice;
  }

  private void add(
      Map<Airport, Double> choice,
      Base base,
      String region,
      double least,
      double most,
      double factor) {
    regions
        .get(region)
        .forEach(
            (airport, weight) -> {
              double km = base.airport().kilometresTo(airport);
              if (km >= least && km <= most) {
                choice.merge(airport, factor * weight / Math.pow(1 + km / 2500, 0.8), Math::max);
              }
            });
  }
}
