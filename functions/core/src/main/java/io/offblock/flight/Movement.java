package io.offblock.flight;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One side of a flight: its departure (off-block) or its arrival (on-block). A blank stays blank:
 * nothing here is ever filled with a default.
 *
 * @param scheduled as published; empty only where a provider leaves it out
 * @param estimated the provider's own estimate; may stand beside an actual time
 * @param actual off-block or on-block as reported
 * @param terminal as shown to passengers
 * @param gate as shown to passengers
 * @param status the provider's code for this side: FE, OT, DL, NI, NO, or DP, LD in
 *     customerflightinformation
 */
public record Movement(
    Optional<FlightTime> scheduled,
    Optional<FlightTime> estimated,
    Optional<FlightTime> actual,
    Optional<String> terminal,
    Optional<String> gate,
    Optional<String> status) {
  public Movement {
    Objects.requireNonNull(scheduled);
    Objects.requireNonNull(estimated);
    Objects.requireNonNull(actual);
    Objects.requireNonNull(terminal);
    Objects.requireNonNull(gate);
    Objects.requireNonNull(status);
  }

  /** The best known moment: actual, else estimated, else scheduled. */
  public Optional<Instant> best() {
    return actual
        .flatMap(FlightTime::utc)
        .or(() -> estimated.flatMap(FlightTime::utc))
        .or(() -> scheduled.flatMap(FlightTime::utc));
  }

  /** How late it really was; exists only where scheduled and actual are both known in UTC. */
  public Optional<Duration> delay() {
    return between(actual);
  }

  /** How late the provider expects it to be; an estimate, to be labelled as one. */
  public Optional<Duration> expectedDelay() {
    return between(estimated);
  }

  private Optional<Duration> between(Optional<FlightTime> later) {
    return scheduled
        .flatMap(FlightTime::utc)
        .flatMap(s -> later.flatMap(FlightTime::utc).map(l -> Duration.between(s, l)));
  }
}
