package io.offblock.flight;

import java.util.Objects;
import java.util.Optional;

/**
 * What one payload says of one flight. A group is empty where the resource does not speak of it at
 * all, which is different from a group whose facts are blank.
 *
 * @param id the flight
 * @param version of the payload
 * @param payload id of the payload
 * @param resource the provider's resource: flightstatus, customerflightinformation, schedules
 * @param source the record as the provider sent it, JSON text
 */
public record FlightReport(
    FlightId id,
    Version version,
    String payload,
    String resource,
    Optional<Operation> operation,
    Optional<Airframe> airframe,
    Optional<Codeshares> codeshares,
    Optional<Plan> plan,
    String source) {
  public FlightReport {
    Objects.requireNonNull(id);
    Objects.requireNonNull(version);
    Objects.requireNonNull(payload);
    Objects.requireNonNull(resource);
    Objects.requireNonNull(operation);
    Objects.requireNonNull(airframe);
    Objects.requireNonNull(codeshares);
    Objects.requireNonNull(plan);
    Objects.requireNonNull(source);
  }
}
