package io.offblock.bench;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.airport.GreatCircle;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * On-time rows that no bureau gave, for where none of its files is at hand: its columns, twenty
 * carriers with some 900 rows a day each, its shares of cancelled and diverted flights, its skewed
 * delays, over real airports with their zones. The same number gives the same rows.
 */
final class MadeUpRows {
  static final List<String> COLUMNS =
      List.of(
          "FL_DATE",
          "OP_UNIQUE_CARRIER",
          "TAIL_NUM",
          "OP_CARRIER_FL_NUM",
          "ORIGIN",
          "DEST",
          "CRS_DEP_TIME",
          "DEP_TIME",
          "DEP_DELAY",
          "TAXI_OUT",
          "TAXI_IN",
          "CRS_ARR_TIME",
          "ARR_TIME",
          "ARR_DELAY",
          "CANCELLED",
          "DIVERTED",
          "CRS_ELAPSED_TIME",
          "ACTUAL_ELAPSED_TIME",
          "DISTANCE");

  private static final List<String> CARRIERS =
      List.of(
          "9E", "AA", "AQ", "AS", "B6", "CO", "DL", "EV", "F9", "FL", "HA", "MQ", "NW", "OH", "OO",
          "UA", "US", "WN", "XE", "YV");
  private static final List<String> AIRPORTS =
      List.of(
          "ATL", "ORD", "DFW", "DEN", "LAX", "PHX", "IAH", "LAS", "DTW", "SFO", "SLC", "MCO", "MSP",
          "EWR", "CLT", "LGA", "JFK", "BOS", "SEA", "BWI", "CVG", "SAN", "PHL", "MDW", "DCA", "TPA",
          "MIA", "CLE", "MEM", "IAD", "OAK", "STL", "PDX", "FLL", "MCI", "HOU", "SJC", "BNA", "SMF",
          "SNA", "RDU", "DAL", "AUS", "MKE", "SAT", "MSY", "IND", "CMH", "ABQ", "PIT");
  private static final LocalDate FIRST = LocalDate.of(2008, 1, 1);
  private static final int A_DAY = 900;

  private MadeUpRows() {}

  /** The first so many. */
  static List<List<String>> of(int rows) {
    List<List<String>> made = new ArrayList<>(rows);
    for (int day = 0; made.size() < rows; day++) {
      List<List<String>> more = day(day);
      made.addAll(more.subList(0, Math.min(more.size(), rows - made.size())));
    }
    return made;
  }

  /** Those of one day, counted from 0. */
  static List<List<String>> day(int day) {
    Random random = new Random(2008L + day);
    List<Airport> airports =
        AIRPORTS.stream().map(a -> Airports.packaged().find(a).orElseThrow()).toList();
    List<List<String>> made = new ArrayList<>();
    for (String carrier : CARRIERS) {
      for (int number = 1; number <= A_DAY; number++) {
        made.add(row(random, airports, FIRST.plusDays(day), carrier, number));
      }
    }
    return made;
  }

  private static List<String> row(
      Random random, List<Airport> airports, LocalDate day, String carrier, int number) {
    // A number flies the same route each day; busy airports come first in the list.
    Random route = new Random(carrier.hashCode() * 1000L + number);
    Airport from = airports.get((int) (airports.size() * route.nextDouble() * route.nextDouble()));
    Airport to = from;
    while (to == from) {
      to = airports.get((int) (airports.size() * route.nextDouble() * route.nextDouble()));
    }
    double km = GreatCircle.distanceKm(from, to);
    int block = (int) (35 + km / 12.5);
    LocalTime clock = LocalTime.of(6 + route.nextInt(16), 5 * route.nextInt(12));
    ZonedDateTime off = day.atTime(clock).atZone(from.zone());
    ZonedDateTime on = off.plusMinutes(block).withZoneSameInstant(to.zone());
    boolean cancelled = random.nextInt(1000) < 29;
    boolean diverted = !cancelled && random.nextInt(1000) < 2;
    int delay =
        (int)
            (random.nextInt(5) == 0
                ? 15 + 40 * -Math.log(random.nextDouble())
                : -5 + random.nextInt(16));
    int gained = random.nextInt(20) - 12;
    boolean landed = !cancelled && !diverted;
    return List.of(
        day.toString(),
        carrier,
        cancelled ? "" : "N%d%s".formatted(100 + (number * 7 + day.getDayOfMonth()) % 250, carrier),
        Integer.toString(number),
        from.iata(),
        to.iata(),
        hhmm(off),
        cancelled ? "" : hhmm(off.plusMinutes(delay)),
        cancelled ? "" : Integer.toString(delay),
        cancelled ? "" : Integer.toString(8 + random.nextInt(20)),
        landed ? Integer.toString(3 + random.nextInt(9)) : "",
        hhmm(on),
        landed ? hhmm(on.plusMinutes(delay + gained)) : "",
        landed ? Integer.toString(delay + gained) : "",
        cancelled ? "1" : "0",
        diverted ? "1" : "0",
        Integer.toString(block),
        landed ? Integer.toString(block + gained) : "",
        Long.toString(Math.round(km / 1.609344)));
  }

  private static String hhmm(ZonedDateTime at) {
    return Integer.toString(at.getHour() * 100 + at.getMinute());
  }
}
