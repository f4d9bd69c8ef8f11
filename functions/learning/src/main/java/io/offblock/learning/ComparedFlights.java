package io.offblock.learning;

import io.offblock.airport.Airports;
import io.offblock.model.drift.DriftWatch;
import io.offblock.model.feature.Flights;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One table of what a champion was trained on and of the present that is compared with it. Between
 * the two it has every flight that is known, whatever became of it: cancelled ones are part of what
 * the others met, and the days before the present are its history.
 *
 * @param flights in one table
 * @param reference so many of them, as they were added, are of the champion's extract
 * @param from the first moment of the present
 */
record ComparedFlights(Flights flights, int reference, Instant from) {
  /**
   * Those of a champion's extract before the present, then those of now. Where the first outcome of
   * now is later than the present may begin, the present begins with it: until then the champion's
   * extract tells more.
   *
   * @param earliest where the present begins at the earliest
   * @param until end of the present
   */
  static ComparedFlights of(
      LearningObjects objects,
      String extract,
      LiveFlights recent,
      Instant earliest,
      Instant until) {
    Instant from = first(recent.flights(), earliest, until);
    Flights.Builder both = new Flights.Builder(Airports.packaged());
    int[] reference = {0};
    Instant[] last = {Instant.MIN};
    LiveFlights.read(
        objects,
        extract,
        f -> {
          if (f.scheduledOff().isBefore(from)) {
            both.add(f);
            reference[0]++;
            last[0] = f.scheduledOff().isAfter(last[0]) ? f.scheduledOff() : last[0];
          }
        });
    recent.known().stream()
        .filter(f -> f.scheduledOff().isAfter(last[0]) && f.scheduledOff().isBefore(until))
        .forEach(both::add);
    return new ComparedFlights(both.build(), reference[0], from);
  }

  private static Instant first(Flights flights, Instant earliest, Instant until) {
    return IntStream.range(0, flights.size())
        .filter(flights::hasDelay)
        .mapToObj(flights::scheduledOff)
        .filter(off -> !off.isBefore(earliest) && off.isBefore(until))
        .findFirst()
        .orElse(until);
  }

  boolean isReference(int flight) {
    return flights.source(flight) < reference;
  }

  boolean isPresent(int flight) {
    return !flights.scheduledOff(flight).isBefore(from);
  }

  /** Flights of the present that arrived. */
  int outcomes() {
    int outcomes = 0;
    for (int i = 0; i < flights.size(); i++) {
      outcomes += isPresent(i) && flights.hasDelay(i) ? 1 : 0;
    }
    return outcomes;
  }

  DriftWatch watch(Consumer<String> log) {
    return new DriftWatch(flights, this::isReference, this::isPresent, log);
  }
}
