package io.offblock.flight;

import java.util.Objects;
import java.util.Optional;

/**
 * How a flight goes, as both operations resources tell it.
 *
 * @param departure the off-block side
 * @param arrival the on-block side
 * @param status the provider's flight status code (NA, DP, LD, CD, DV, RT, OT, DL, FE, …); empty
 *     where blank
 * @param aircraftType IATA type code such as {@code 32N}; empty where blank
 */
public record Operation(
    Movement departure, Movement arrival, Optional<String> status, Optional<String> aircraftType) {
  public Operation {
    Objects.requireNonNull(departure);
    Objects.requireNonNull(arrival);
    Objects.requireNonNull(status);
    Objects.requireNonNull(aircraftType);
  }
}
