package io.offblock.flight;

import java.util.Objects;
import java.util.Optional;

/**
 * What the published schedule says of a flight, from {@code operations/schedules}.
 *
 * @param departure scheduled off-block, with terminal
 * @param arrival scheduled on-block, with terminal
 * @param aircraftType planned IATA type
 */
public record Plan(Movement departure, Movement arrival, Optional<String> aircraftType) {
  public Plan {
    Objects.requireNonNull(departure);
    Objects.requireNonNull(arrival);
    Objects.requireNonNull(aircraftType);
  }
}
