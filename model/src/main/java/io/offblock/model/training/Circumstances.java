package io.offblock.model.training;

import io.offblock.model.feature.Flights;
import io.offblock.model.network.Rows;
import java.util.BitSet;

/**
 * What each day did to the flights of a training, whatever their features say: to all of them, to
 * those from an airport and to those into it. Two months are sixty days of weather; a network that
 * has to explain them by features learns them by heart. So the trainer is told them, as a part of
 * the log odds that is given, and the network learns what sets flights of one day and airport
 * apart. Later days have no such part: the mean of what days do is left to the calibration.
 *
 * <p>They are effects of a mixed model by one step of shrinkage each: the log odds of the share of
 * late flights among the day's others (the flight itself is left out, or it would tell its own
 * outcome), drawn towards what was expected as by so many flights more, less what was expected.
 */
final class Circumstances {
  private static final int LATE = 15;

  /** Flights that a day's share is drawn to the share of all days by. */
  private static final double OF_DAY = 50;

  /** Flights that an airport's share of a day is drawn to what was expected by. */
  private static final double OF_AIRPORT = 10;

  /** Flights that an airport's usual share is drawn to the share of all by. */
  private static final double OF_USUAL = 20;

  private final int[] day;
  private final Rows rows;
  private final int first;
  private final int airports;
  private final Counts all = new Counts(1);
  private final Counts days;
  private final Counts origins;
  private final Counts destinations;
  private final Counts originDays;
  private final Counts destinationDays;

  /** Flights and late ones by place. */
  private record Counts(int[] flights, int[] late) {
    Counts(int places) {
      this(new int[places], new int[places]);
    }

    void add(int place, boolean isLate) {
      flights[place]++;
      late[place] += isLate ? 1 : 0;
    }

    /** Share of late flights, without one of them, drawn to what is expected. */
    double without(int place, boolean isLate, double expected, double weight) {
      return (late[place] - (isLate ? 1 : 0) + weight * expected) / (flights[place] - 1 + weight);
    }
  }

  private Circumstances(Flights flights, Rows rows) {
    this.rows = rows;
    day = new int[rows.size()];
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    int places = 0;
    for (int r = 0; r < day.length; r++) {
      day[r] = flights.localDay(rows.flight(r));
      low = Math.min(low, day[r]);
      high = Math.max(high, day[r]);
      places = Math.max(places, Math.max(rows.origin(r), rows.destination(r)) + 1);
    }
    first = low;
    airports = places;
    int span = day.length == 0 ? 0 : high - low + 1;
    days = new Counts(span);
    origins = new Counts(places);
    destinations = new Counts(places);
    originDays = new Counts(span * places);
    destinationDays = new Counts(span * places);
    BitSet counted = new BitSet();
    for (int r = 0; r < day.length; r++) {
      if (!counted.get(rows.flight(r))) {
        counted.set(rows.flight(r));
        count(r);
      }
    }
  }

  /**
   * By row the log odds that its day and airports gave.
   *
   * @param rows to be trained on; a flight may have several, which count once
   */
  static float[] of(Flights flights, Rows rows) {
    Circumstances circumstances = new Circumstances(flights, rows);
    float[] given = new float[rows.size()];
    for (int r = 0; r < given.length; r++) {
      given[r] = (float) circumstances.of(r);
    }
    return given;
  }

  private void count(int r) {
    boolean isLate = isLate(r);
    all.add(0, isLate);
    days.add(day[r] - first, isLate);
    origins.add(rows.origin(r), isLate);
    destinations.add(rows.destination(r), isLate);
    originDays.add(at(r, rows.origin(r)), isLate);
    destinationDays.add(at(r, rows.destination(r)), isLate);
  }

  private double of(int r) {
    boolean isLate = isLate(r);
    double base = all.without(0, isLate, 0.5, 2);
    double ofDay = logOdds(days.without(day[r] - first, isLate, base, OF_DAY)) - logOdds(base);
    return ofDay
        + ofAirport(r, isLate, base, ofDay, origins, originDays, rows.origin(r))
        + ofAirport(r, isLate, base, ofDay, destinations, destinationDays, rows.destination(r));
  }

  private double ofAirport(
      int r, boolean isLate, double base, double ofDay, Counts usual, Counts daily, int airport) {
    double expected = logOdds(usual.without(airport, isLate, base, OF_USUAL)) + ofDay;
    double share = 1 / (1 + Math.exp(-expected));
    return logOdds(daily.without(at(r, airport), isLate, share, OF_AIRPORT)) - expected;
  }

  private int at(int r, int airport) {
    return (day[r] - first) * airports + airport;
  }

  private boolean isLate(int r) {
    return rows.delay(r) >= LATE;
  }

  private static double logOdds(double share) {
    return Math.log(share / (1 - share));
  }
}
