package io.offblock.sandbox.world;

import io.offblock.sandbox.world.Leg.FlightNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Gives every leg its number and its codeshares. Out is even, back the odd one after it; a tag's
 * two legs and a few round trips share one number, so that a number can fly twice a day. No two
 * airlines sell the same number for different round trips.
 */
final class FlightNumbers {
  /** Lufthansa's long flights have their own hundreds. */
  private static final int LONG_FIRST = 400;

  private static final int LONG_LAST = 799;
  private static final int FIRST_CODESHARE = 3000;
  private static final int LAST_CODESHARE = 9998;
  private static final double ONE_NUMBER_BOTH_WAYS = 0.02;

  /** Lufthansa's flight 400 goes to New York, here too. */
  private static final String FIRST_ROUTE = "FRAJFK";

  private final Map<String, Integer> own = new HashMap<>();
  private final Map<String, Integer> sold = new HashMap<>();
  private final Map<String, Airline> airlines;
  private final Random random;
  private int longNumber = LONG_FIRST;

  private FlightNumbers(Map<String, Airline> airlines, Random random) {
    this.airlines = airlines;
    this.random = random;
  }

  /** A round trip: indices of fleet, line, and its legs in the line. */
  private record Round(int fleet, int line, List<Integer> legs, Leg first) {}

  static List<List<List<Leg>>> give(
      List<List<List<Leg>>> fleets, Map<String, Airline> airlines, Random random) {
    var numbers = new FlightNumbers(airlines, random);
    List<List<List<Leg>>> numbered = new ArrayList<>();
    fleets.forEach(
        fleet -> numbered.add(new ArrayList<>(fleet.stream().map(ArrayList::new).toList())));
    var rounds = rounds(fleets);
    rounds.sort(
        Comparator.comparing((Round round) -> round.first().airline().iata())
            .thenComparing(round -> !FIRST_ROUTE.equals(route(round.first())))
            .thenComparing(round -> round.first().origin().iata())
            .thenComparing(round -> round.first().destination().iata())
            .thenComparing(round -> round.first().departure())
            .thenComparing(Round::fleet)
            .thenComparing(Round::line));
    int id = 0;
    for (var round : rounds) {
      int number = numbers.own(round.first());
      boolean one = numbers.random.nextDouble() < ONE_NUMBER_BOTH_WAYS && round.legs().size() == 2;
      int half = round.legs().size() / 2;
      List<FlightNumber> out = numbers.codeshares(round.first());
      List<FlightNumber> back =
          out.stream().map(code -> new FlightNumber(code.airline(), code.number() + 1)).toList();
      for (int i = 0; i < round.legs().size(); i++) {
        boolean outbound = i < half || one;
        var legs = numbered.get(round.fleet()).get(round.line());
        int at = round.legs().get(i);
        legs.set(
            at, legs.get(at).numbered(id++, outbound ? number : number + 1, outbound ? out : back));
      }
    }
    return numbered;
  }

  private static List<Round> rounds(List<List<List<Leg>>> fleets) {
    List<Round> rounds = new ArrayList<>();
    for (int fleet = 0; fleet < fleets.size(); fleet++) {
      for (int line = 0; line < fleets.get(fleet).size(); line++) {
        var legs = fleets.get(fleet).get(line);
        Map<Integer, List<Integer>> byRound = new HashMap<>();
        for (int i = 0; i < legs.size(); i++) {
          byRound.computeIfAbsent(legs.get(i).round(), key -> new ArrayList<>()).add(i);
        }
        for (var indices : byRound.values()) {
          rounds.add(new Round(fleet, line, indices, legs.get(indices.getFirst())));
        }
      }
    }
    return rounds;
  }

  private static String route(Leg leg) {
    return leg.origin().iata() + leg.destination().iata();
  }

  private int own(Leg leg) {
    var airline = leg.airline();
    boolean lufthansa = airline.iata().equals("LH");
    if (lufthansa && leg.type().wide() && !leg.cargo() && longNumber < LONG_LAST) {
      longNumber += 2;
      return longNumber - 2;
    }
    int number = own.getOrDefault(airline.iata(), airline.firstNumber());
    if (lufthansa && number >= LONG_FIRST && number <= LONG_LAST) {
      number = LONG_LAST + 1;
    }
    if (number + 1 > airline.lastNumber() + 1) {
      throw new IllegalStateException(
          "Airline "
              + airline.iata()
              + " has no flight number left below "
              + airline.lastNumber()
              + "; widen it.");
    }
    own.put(airline.iata(), number + 2);
    return number;
  }

  private List<FlightNumber> codeshares(Leg leg) {
    if (leg.cargo()) {
      return List.of();
    }
    List<FlightNumber> codes = new ArrayList<>(4);
    double willing =
        switch (leg.airline().iata()) {
          case "CL", "EN", "VL" -> 1;
          case "4Y" -> 0.9;
          default -> 0.6;
        };
    for (String partner : leg.airline().partners()) {
      if (random.nextDouble() < willing) {
        int first = Math.max(FIRST_CODESHARE, airlines.get(partner).lastNumber() + 2 & ~1);
        int number = sold.getOrDefault(partner, first);
        if (number < LAST_CODESHARE) {
          sold.put(partner, number + 2);
          codes.add(new FlightNumber(partner, number));
        }
      }
      willing = Math.min(willing, 0.6) * 0.75;
    }
    return List.copyOf(codes);
  }
}
