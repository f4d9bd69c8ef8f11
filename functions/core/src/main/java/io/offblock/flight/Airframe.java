package io.offblock.flight;

import java.util.Objects;
import java.util.Optional;

/**
 * Which aircraft flies, known to flightstatus alone and only once assigned.
 *
 * @param registration without dash: {@code DAIZH}
 * @param serviceType Passenger, Cargo, …
 */
public record Airframe(Optional<String> registration, Optional<String> serviceType) {
  public Airframe {
    Objects.requireNonNull(registration);
    Objects.requireNonNull(serviceType);
  }
}
