package io.offblock.sandbox.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The flights of every day and the aircraft that fly them, built once from the seed: the same
 * numbers at the same local times day after day, in rotations that begin and end where the next
 * ones begin.
 */
final class Timetable {
  /** Legs that depart in a day, cancelled ones included. */
  static final int LEGS_A_DAY = 8000;

  private static final int LONG_LEGS_A_DAY = 800;

  private final List<Fleet> fleets;
  private final int legs;

  private Timetable(List<Fleet> fleets) {
    this.fleets = fleets;
    this.legs =
        fleets.stream()
            .flatMap(fleet -> fleet.lines().stream())
            .mapToInt(line -> line.legs().size())
            .sum();
  }

  List<Fleet> fleets() {
    return fleets;
  }

  /** How many legs there are; their ids run from 0 to this, exclusive. */
  int legs() {
    return legs;
  }

  /** The airline, base and type that make a fleet. */
  private record Operation(Airline airline, Airport base, AircraftType type, String style) {}

  static Timetable of(Network network, long seed) {
    var random = new Random(Noise.mix(seed, 7));
    int tagLegs = network.tags.size() * 4;
    double longShare =
        (double) (LONG_LEGS_A_DAY - tagLegs)
            / network.bases.stream().mapToInt(Network.Base::longLegs).sum();
    double shortShare =
        (double) (LEGS_A_DAY - LONG_LEGS_A_DAY)
            / network.bases.stream().mapToInt(Network.Base::shortLegs).sum();

    Map<Operation, List<List<Leg>>> lines = new LinkedHashMap<>();
    for (var base : network.bases) {
      var near =
          Rotations.choose(
              network.nearby(base), (int) Math.round(base.shortLegs() * shortShare / 2), random);
      byType(base, near, random)
          .forEach(
              (type, places) ->
                  add(lines, base, type, Rotations.shortLines(base, type, places, random)));
      var far =
          Rotations.choose(
              network.far(base), (int) Math.round(base.longLegs() * longShare / 2), random);
      byType(base, far, random)
          .forEach(
              (type, places) ->
                  add(lines, base, type, Rotations.longLines(base, type, places, random)));
    }
    for (var tag : network.tags) {
      var operation = new Operation(tag.airline(), tag.base(), tag.type(), "network");
      lines
          .computeIfAbsent(operation, key -> new ArrayList<>())
          .add(Rotations.tagLine(tag, random));
    }
    List<List<List<Leg>>> numbered =
        FlightNumbers.give(new ArrayList<>(lines.values()), network.airlines, random);

    var registrations = new Registrations();
    List<Fleet> fleets = new ArrayList<>();
    int at = 0;
    for (var operation : lines.keySet()) {
      fleets.add(fleet(operation, numbered.get(at++), registrations, random));
    }
    return new Timetable(List.copyOf(fleets));
  }

  private static void add(
      Map<Operation, List<List<Leg>>> lines,
      Network.Base base,
      AircraftType type,
      List<List<Leg>> more) {
    lines
        .computeIfAbsent(
            new Operation(base.airline(), base.airport(), type, base.style()),
            key -> new ArrayList<>())
        .addAll(more);
  }

  /**
   * Gives each rotation a type that reaches its destination: wide bodies for long flights, if the
   * base has any.
   */
  private static Map<AircraftType, List<Airport>> byType(
      Network.Base base, List<Airport> places, Random random) {
    Map<AircraftType, List<Airport>> byType = new LinkedHashMap<>();
    for (var place : places) {
      double km = base.airport().kilometresTo(place);
      boolean wide = km > 4350 || base.style().equals("cargo");
      Map<AircraftType, Double> fit = new LinkedHashMap<>();
      base.fleet()
          .forEach(
              (type, share) -> {
                if (type.reach() >= km && type.wide() == wide) {
                  fit.put(type, (double) share);
                }
              });
      if (fit.isEmpty()) {
        base.fleet().keySet().stream()
            .max(Comparator.comparingInt(AircraftType::reach))
            .ifPresent(type -> fit.put(type, 1.0));
      }
      byType.computeIfAbsent(Rotations.pick(fit, random), type -> new ArrayList<>()).add(place);
    }
    return byType;
  }

  private static Fleet fleet(
      Operation operation, List<List<Leg>> lines, Registrations registrations, Random random) {
    List<Line> cycle = new ArrayList<>();
    int slot = 0;
    int turnaround = operation.type().turnaround();
    // An hour is kept in hand for the night in which the clocks go forward.
    int rest = turnaround + 60 + (operation.type().wide() ? 100 : 60);
    for (int i = 0; i < lines.size(); i++) {
      var legs = lines.get(i);
      int next = lines.get((i + 1) % lines.size()).getFirst().departure();
      int end = legs.getLast().arrival();
      int span = Math.max(1, Math.ceilDiv(end + rest - next, Minutes.DAY));
      int spare = next + span * Minutes.DAY - end - turnaround - 60;
      cycle.add(new Line(slot, span, spare, legs));
      slot += span;
    }
    List<String> aircraft = new ArrayList<>(slot);
    for (int i = 0; i < slot; i++) {
      aircraft.add(registrations.next(operation.airline()));
    }
    return new Fleet(List.copyOf(aircraft), List.copyOf(cycle));
  }

  /** Registrations in the order of their letters, each given once. */
  private static final class Registrations {
    private static final Set<String> NUMERIC = Set.of("N", "JA", "B", "HK");
    private final Map<String, Integer> given = new HashMap<>();

    String next(Airline airline) {
      String prefix = airline.registration();
      int serial = given.merge(prefix, 1, Integer::sum) - 1;
      if (NUMERIC.contains(prefix)) {
        return prefix + (10_000 + serial * 7) + (prefix.equals("JA") ? "A" : "");
      }
      var letters = new StringBuilder();
      int length = 5 - prefix.length();
      int scattered = (int) (serial * 733L % Math.round(Math.pow(26, length)));
      for (int i = 0; i < length; i++) {
        letters.insert(0, (char) ('A' + scattered % 26));
        scattered /= 26;
      }
      return prefix + letters;
    }
  }
}
