package io.offblock.sandbox.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final int TODAY = Minutes.of(Instant.parse("2026-11-24T00:00:00Z"));
  private static final World WORLD = World.of(1);

  private static List<Flight> day(World world, int offset) {
    int midnight = TODAY + offset * Minutes.DAY;
    return world.departing(midnight, midnight + Minutes.DAY);
  }

  private static List<Flight> flown(int offset) {
    return day(WORLD, offset).stream()
        .filter(flight -> flight.until() == Integer.MAX_VALUE)
        .toList();
  }

  @Test
  @DisplayName("the same seed makes the same days, in whatever order they are asked for")
  void deterministic() {
    var other = World.of(1);
    var later = new HashSet<>(day(other, 3));
    var earlier = new HashSet<>(day(other, -30));
    assertEquals(new HashSet<>(day(WORLD, -30)), earlier);
    assertEquals(new HashSet<>(day(WORLD, 3)), later);
    assertTrue(!later.equals(new HashSet<>(day(World.of(2), 3))), "another seed, another world");
  }

  @Test
  @DisplayName("8,000 flights a UTC day, within 2 %, sixty days back and five ahead")
  void eightThousandADay() {
    for (int offset = -60; offset <= 5; offset += 5) {
      int count = flown(offset).size();
      assertTrue(count >= 7840 && count <= 8160, "day " + offset + " has " + count + " flights");
    }
  }

  @Test
  @DisplayName("at least 97 % touch a hub, over 400 airports of every continent and 20 airlines")
  void hubCentred() {
    var flights = flown(0);
    long hub =
        flights.stream()
            .filter(
                f ->
                    World.hubs().contains(f.origin().iata())
                        || World.hubs().contains(f.destination().iata()))
            .count();
    assertTrue(hub >= 0.97 * flights.size(), hub + " of " + flights.size());
    var airports = flights.stream().map(Flight::origin).collect(Collectors.toSet());
    assertTrue(airports.size() >= 400, airports.size() + " airports");
    assertTrue(flights.stream().map(f -> f.leg().airline().iata()).distinct().count() >= 20);
    Set<String> codes = airports.stream().map(Airport::iata).collect(Collectors.toSet());
    assertTrue(
        codes.containsAll(List.of("GRU", "EZE", "JNB", "NBO", "SYD", "AKL", "JFK", "SIN", "LHR")),
        codes.toString());
  }

  @Test
  @DisplayName(
      "one in eight or nine is long haul; none shorter than 50 minutes or longer than 14 hours")
  void lengths() {
    var flights = flown(0);
    long far = flights.stream().filter(f -> f.leg().block() > 240).count();
    assertTrue(far > 0.09 * flights.size() && far < 0.14 * flights.size(), far + " long flights");
    for (var flight : flights) {
      int block = flight.scheduledOn() - flight.scheduledOff();
      assertTrue(block >= 50 && block <= 840, flight + " takes " + block);
    }
  }

  @Test
  @DisplayName("about 1.5 % are cancelled and 0.2 % diverted")
  void trouble() {
    int all = 0;
    int cancelled = 0;
    int diverted = 0;
    for (int offset = -40; offset < 0; offset += 2) {
      for (var flight : flown(offset)) {
        all++;
        cancelled += flight.cancelled() ? 1 : 0;
        diverted += flight.diverted() ? 1 : 0;
      }
    }
    double cancelledShare = cancelled / (double) all;
    double divertedShare = diverted / 2.0 / all;
    assertTrue(cancelledShare > 0.010 && cancelledShare < 0.020, "cancelled " + cancelledShare);
    assertTrue(divertedShare > 0.001 && divertedShare < 0.004, "diverted " + divertedShare);
  }

  @Test
  @DisplayName("about 800 are in the air on average")
  void airborne() {
    double mean = 0;
    for (int hour = 0; hour < 24; hour++) {
      mean += WORLD.airborne(TODAY + hour * 60).size() / 24.0;
    }
    assertTrue(mean > 700 && mean < 950, "airborne on average: " + mean);
  }

  @Test
  @DisplayName("a number has the same route and local time day after day, and some fly twice a day")
  void numbersAreStable() {
    Set<String> twice = new HashSet<>();
    Set<String> identities = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (var flight : day(WORLD, 0)) {
      if (flight.diverted()) {
        continue;
      }
      String number = flight.leg().airline().iata() + flight.leg().number();
      if (!seen.add(number)) {
        twice.add(number);
      }
      assertTrue(identities.add(identity(flight)), "twice the same flight: " + identity(flight));
    }
    var tomorrow =
        day(WORLD, 1).stream()
            .filter(f -> !f.diverted())
            .map(WorldTest::identity)
            .collect(Collectors.toSet());
    var missing = new ArrayList<>(identities);
    missing.removeIf(identity -> tomorrow.contains(identity));
    assertTrue(
        missing.size() < 0.01 * identities.size(), missing.size() + " are not flown tomorrow");
    assertTrue(twice.size() > 30, twice.size() + " numbers fly twice");
  }

  private static String identity(Flight flight) {
    int local = Math.floorMod(flight.origin().local(flight.scheduledOff()), Minutes.DAY);
    return flight.leg().flightNumber()
        + flight.origin().iata()
        + flight.destination().iata()
        + local;
  }

  @Test
  @DisplayName("codeshares: no airline sells one number for two routes a day")
  void codesharesAreUnambiguous() {
    record Sold(Leg.FlightNumber number, String origin) {}
    Set<Sold> sold = new HashSet<>();
    for (var flight : day(WORLD, 0)) {
      if (!flight.diverted()) {
        flight
            .leg()
            .codeshares()
            .forEach(
                code -> assertTrue(sold.add(new Sold(code, flight.origin().iata())), "" + code));
      }
    }
    assertTrue(sold.size() > 6000, sold.size() + " codeshares");
  }
}
