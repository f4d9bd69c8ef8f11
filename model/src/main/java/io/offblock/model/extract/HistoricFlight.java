package io.offblock.model.extract;

import io.offblock.bts.OnTimeFlight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of the training extract: a flight as the model needs it, past or still to come. Local
 * hours and distances are not in it: they follow from the airports of {@code core}, so that every
 * source of rows gives the same ones.
 *
 * @param id text of the {@link FlightId}
 * @param carrier operating carrier, IATA or ICAO code
 * @param number flight number with its suffix, without the carrier
 * @param origin IATA code
 * @param destination IATA code
 * @param registration of the aircraft, where it is known
 * @param type aircraft type, where it is known
 * @param scheduledOff scheduled off-block, UTC
 * @param scheduledOn scheduled on-block, UTC; absent where the source does not tell it
 * @param actualOff actual off-block, UTC; absent before it happened or where nobody told
 * @param actualOn actual on-block at the destination, UTC
 * @param cancelled it was cancelled
 * @param diverted it left and did not arrive at its destination
 */
public record HistoricFlight(
    String id,
    String carrier,
    String number,
    String origin,
    String destination,
    Optional<String> registration,
    Optional<String> type,
    Instant scheduledOff,
    Optional<Instant> scheduledOn,
    Optional<Instant> actualOff,
    Optional<Instant> actualOn,
    boolean cancelled,
    boolean diverted) {
  public HistoricFlight {
    Objects.requireNonNull(id);
    Objects.requireNonNull(carrier);
    Objects.requireNonNull(number);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(destination);
    Objects.requireNonNull(registration);
    Objects.requireNonNull(type);
    Objects.requireNonNull(scheduledOff);
    Objects.requireNonNull(scheduledOn);
    Objects.requireNonNull(actualOff);
    Objects.requireNonNull(actualOn);
  }

  /**
   * The row of a flight of the on-time files; empty where its origin is in no table, so that its
   * times are no moments.
   */
  public static Optional<HistoricFlight> of(OnTimeFlight flight) {
    FlightId id = flight.id();
    Movement off = flight.operation().departure();
    Movement on = flight.operation().arrival();
    Optional<String> status = flight.operation().status();
    return moment(off.scheduled())
        .map(
            scheduled ->
                new HistoricFlight(
                    id.toString(),
                    id.operating().carrier(),
                    id.operating().number() + id.operating().suffix(),
                    id.origin(),
                    id.destination(),
                    flight.airframe().flatMap(a -> a.registration()),
                    flight.operation().aircraftType(),
                    scheduled,
                    moment(on.scheduled()),
                    moment(off.actual()),
                    moment(on.actual()),
                    status.filter("CD"::equals).isPresent(),
                    status.filter("DV"::equals).isPresent()));
  }

  /** The same leg flown by that aircraft. */
  public HistoricFlight flownBy(String aircraft) {
    return new HistoricFlight(
        id,
        carrier,
        number,
        origin,
        destination,
        Optional.of(aircraft),
        type,
        scheduledOff,
        scheduledOn,
        actualOff,
        actualOn,
        cancelled,
        diverted);
  }

  /** The same leg with what became of it, or would: off-block and on-block as far as they are. */
  public HistoricFlight turnedOut(
      Optional<Instant> off, Optional<Instant> on, boolean wasCancelled, boolean wasDiverted) {
    return new HistoricFlight(
        id,
        carrier,
        number,
        origin,
        destination,
        registration,
        type,
        scheduledOff,
        scheduledOn,
        off,
        on,
        wasCancelled,
        wasDiverted);
  }

  private static Optional<Instant> moment(Optional<FlightTime> time) {
    return time.flatMap(FlightTime::utc);
  }
}
