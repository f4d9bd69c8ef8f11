package io.offblock.history;

import io.offblock.flight.FlightId;
import java.util.Objects;

/**
 * What stands for the flights of history: a carrier's service between two airports, under one
 * flight number or under all of them.
 *
 * @param carrier operating carrier
 * @param number without padding, with suffix: {@code 400}, {@code 17A}; {@code ""} where all
 *     numbers are meant
 * @param origin IATA code
 * @param destination IATA code
 */
public record Line(String carrier, String number, String origin, String destination) {
  public Line {
    Objects.requireNonNull(carrier);
    Objects.requireNonNull(number);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(destination);
  }

  /** The line of a flight under its own number. */
  static Line numbered(FlightId flight) {
    return new Line(
        flight.operating().carrier(),
        flight.operating().number() + flight.operating().suffix(),
        flight.origin(),
        flight.destination());
  }

  /** The line of a flight among all that its carrier flies there. */
  static Line route(FlightId flight) {
    return new Line(flight.operating().carrier(), "", flight.origin(), flight.destination());
  }

  /** {@code LH-400-FRA-JFK}, {@code LH-FRA-JFK}. */
  @Override
  public String toString() {
    return carrier + '-' + (number.isEmpty() ? "" : number + '-') + origin + '-' + destination;
  }
}
