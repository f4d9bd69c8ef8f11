package io.offblock.flight;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A flight as all reports of it together tell: each group of facts in its newest version. {@link
 * #merge} is commutative, associative and idempotent, so every store ends in the same state
 * whatever the order or number of deliveries.
 */
public record Flight(
    FlightId id,
    Optional<Stamped<Operation>> operation,
    Optional<Stamped<Airframe>> airframe,
    Optional<Stamped<Codeshares>> codeshares,
    Optional<Stamped<Plan>> plan) {
  public Flight {
    Objects.requireNonNull(id);
    Objects.requireNonNull(operation);
    Objects.requireNonNull(airframe);
    Objects.requireNonNull(codeshares);
    Objects.requireNonNull(plan);
    if (operation.isEmpty() && airframe.isEmpty() && codeshares.isEmpty() && plan.isEmpty()) {
      throw new IllegalArgumentException("a flight of which nothing was said: " + id);
    }
  }

  /** A flight as one report tells it. */
  public static Flight of(FlightReport report) {
    return new Flight(
        report.id(),
        report.operation().map(v -> new Stamped<>(v, report.version(), report.payload())),
        report.airframe().map(v -> new Stamped<>(v, report.version(), report.payload())),
        report.codeshares().map(v -> new Stamped<>(v, report.version(), report.payload())),
        report.plan().map(v -> new Stamped<>(v, report.version(), report.payload())));
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException where the two are not the same flight
   */
  public Flight merge(Flight other) {
    if (!id.equals(other.id)) {
      throw new IllegalArgumentException("not one flight: " + id + " and " + other.id);
    }
    return new Flight(
        id,
        Stamped.newest(operation, other.operation),
        Stamped.newest(airframe, other.airframe),
        Stamped.newest(codeshares, other.codeshares),
        Stamped.newest(plan, other.plan));
  }

  /** The version of the newest group. */
  public Version version() {
    return stamps().map(Stamped::version).max(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * When the flight's operation was last confirmed by the provider; the plan's moment where it has
   * none.
   */
  public Instant seenAt() {
    return operation.map(o -> o.version().fetchedAt()).orElseGet(() -> version().fetchedAt());
  }

  /** Ids of the payloads that the facts stand on, newest first, each once. */
  public List<String> payloads() {
    return stamps()
        .sorted(Comparator.<Stamped<?>, Version>comparing(Stamped::version).reversed())
        .map(Stamped::payload)
        .distinct()
        .toList();
  }

  /** The departure side: as operated, else as planned. */
  public Optional<Movement> departure() {
    return operation.map(o -> o.value().departure()).or(() -> plan.map(p -> p.value().departure()));
  }

  /** The arrival side: as operated, else as planned. */
  public Optional<Movement> arrival() {
    return operation.map(o -> o.value().arrival()).or(() -> plan.map(p -> p.value().arrival()));
  }

  /** Where the flight is in its life, from its status and times. */
  public FlightState state() {
    return FlightState.of(this);
  }

  private Stream<Stamped<?>> stamps() {
    return Stream.of(operation, airframe, codeshares, plan)
        .<Stamped<?>>mapMulti(Optional::ifPresent);
  }
}
