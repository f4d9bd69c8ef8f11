package io.offblock.model;

import io.offblock.airport.Airport;
import io.offblock.airport.Airports;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.feature.Flights;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A small world to learn from: aircraft fly rotations, delays come from bad days of airports and
 * are carried on to the next leg, some flights are cancelled or diverted. The same seed gives the
 * same flights.
 */
public final class Sky {
  private static final String[] AIRPORTS = {
    "FRA", "MUC", "LHR", "CDG", "JFK", "ORD", "ATL", "MAD", "VIE", "ZRH", "HAM", "FCO"
  };
  private static final String[] CARRIERS = {"LH", "BA", "AF", "UA"};
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm");
  private static final Instant FIRST = Instant.parse("2024-01-01T05:00:00Z");

  private Sky() {}

  /** Flights of so many days. */
  public static List<HistoricFlight> flights(int days, int aircraft, long seed) {
    Random random = new Random(seed);
    List<HistoricFlight> flights = new ArrayList<>();
    double[] badDay = new double[AIRPORTS.length];
    for (int day = 0; day < days; day++) {
      for (int a = 0; a < badDay.length; a++) {
        badDay[a] = random.nextInt(6) == 0 ? 30 : 2;
      }
      for (int tail = 0; tail < aircraft; tail++) {
        rotation(flights, day, tail, badDay, random);
      }
    }
    return flights;
  }

  private static void rotation(
      List<HistoricFlight> flights, int day, int tail, double[] badDay, Random random) {
    int at = tail % AIRPORTS.length;
    Instant off = FIRST.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(5L * (tail % 24)));
    double late = 0;
    for (int leg = 0; leg < 5; leg++) {
      int to = (at + 1 + (tail * 7 + leg * 5) % (AIRPORTS.length - 1)) % AIRPORTS.length;
      int block = 70 + 10 * Math.floorMod(at - to, 7);
      double own = -4 + random.nextGaussian() * 4;
      own += badDay[at] * random.nextDouble() + (random.nextInt(12) == 0 ? 40 : 0);
      double departure = Math.max(-5, Math.max(late - 15, 0) + own);
      double arrival = departure + random.nextGaussian() * 6 - 3 + badDay[to] / 6;
      boolean cancelled = random.nextInt(50) == 0;
      boolean diverted = !cancelled && random.nextInt(200) == 0;
      flights.add(flight(tail, leg, at, to, off, block, departure, arrival, cancelled, diverted));
      late = cancelled || diverted ? 0 : arrival;
      off = off.plus(Duration.ofMinutes(block + 40));
      at = to;
    }
  }

  private static HistoricFlight flight(
      int tail,
      int leg,
      int from,
      int to,
      Instant off,
      int block,
      double departure,
      double arrival,
      boolean cancelled,
      boolean diverted) {
    String carrier = CARRIERS[tail % CARRIERS.length];
    String number = String.valueOf(100 + tail * 5 + leg);
    Airport origin = Airports.packaged().find(AIRPORTS[from]).orElseThrow();
    String local = LOCAL.format(LocalDateTime.ofInstant(off, origin.zone()));
    Instant on = off.plus(Duration.ofMinutes(block));
    return new HistoricFlight(
        "%s-%s-%s-%s-%s".formatted(carrier, number, AIRPORTS[from], AIRPORTS[to], local),
        carrier,
        number,
        AIRPORTS[from],
        AIRPORTS[to],
        tail % 9 == 8 ? Optional.empty() : Optional.of("D-A%03d".formatted(tail)),
        tail % 5 == 4 ? Optional.empty() : Optional.of(tail % 2 == 0 ? "32N" : "73H"),
        off,
        Optional.of(on),
        cancelled ? Optional.empty() : Optional.of(minutes(off, departure)),
        cancelled || diverted ? Optional.empty() : Optional.of(minutes(on, arrival)),
        cancelled,
        diverted);
  }

  private static Instant minutes(Instant time, double minutes) {
    return time.plus(Duration.ofMinutes(Math.round(minutes)));
  }

  /** As the model takes them. */
  public static Flights table(List<HistoricFlight> flights) {
    Flights.Builder builder = new Flights.Builder(Airports.packaged());
    flights.forEach(builder::add);
    return builder.build();
  }

  /** The first day of this world, local days since 1970. */
  public static int firstDay() {
    return (int) LocalDateTime.ofInstant(FIRST, ZoneOffset.UTC).toLocalDate().toEpochDay();
  }
}
