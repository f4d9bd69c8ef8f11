package io.offblock.model.training;

import io.offblock.model.feature.Flights;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;

/** Whether a flight's route or number did not exist before a day. */
final class Unseen implements IntPredicate {
  private final Flights flights;
  private final Set<String> seen = new HashSet<>();

  Unseen(Flights flights, int day) {
    this.flights = flights;
    for (int i = 0; i < flights.size(); i++) {
      if (flights.localDay(i) < day) {
        seen.add(route(i));
        seen.add(flights.number(i));
      }
    }
  }

  private String route(int i) {
    return flights.origin(i) + '-' + flights.destination(i);
  }

  @Override
  public boolean test(int i) {
    return !seen.contains(route(i)) || !seen.contains(flights.number(i));
  }
}
