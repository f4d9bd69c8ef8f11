package io.offblock.bench;

import io.offblock.flight.FlightId;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * What may be asked for: every store that takes part in one run holds these.
 *
 * @param now the moment that the flights of the window are known at
 * @param window flights of the week around now
 * @param past some flights of history
 */
public record Known(Instant now, List<FlightId> window, List<FlightId> past) {
  public Known {
    window = List.copyOf(window);
    past = List.copyOf(past);
  }

  /** One of them. */
  public static FlightId one(Random random, List<FlightId> flights) {
    return flights.get(random.nextInt(flights.size()));
  }
}
