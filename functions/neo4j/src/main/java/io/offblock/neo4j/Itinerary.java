package io.offblock.neo4j;

import io.offblock.flight.Flight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Flights one after another, by their best known times.
 *
 * @param rides at least one
 */
public record Itinerary(List<Ride> rides) {
  public Itinerary {
    rides = List.copyOf(rides);
    if (rides.isEmpty()) {
      throw new IllegalArgumentException("a journey without a flight");
    }
  }

  /**
   * One flight of it.
   *
   * @param departs best known off-block
   * @param arrives best known on-block
   */
  public record Ride(Flight flight, Instant departs, Instant arrives) {
    public Ride {
      Objects.requireNonNull(flight);
      Objects.requireNonNull(departs);
      Objects.requireNonNull(arrives);
    }
  }

  /** How often one changes. */
  public int stops() {
    return rides.size() - 1;
  }

  /** Off-block of the first flight. */
  public Instant departs() {
    return rides.getFirst().departs();
  }

  /** On-block of the last flight. */
  public Instant arrives() {
    return rides.getLast().arrives();
  }

  /** From the first off-block to the last on-block, across any number of midnights. */
  public Duration takes() {
    return Duration.between(departs(), arrives());
  }
}
