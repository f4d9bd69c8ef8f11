package io.offblock.flight;

import java.util.Optional;

/** Where a flight is in its life. */
public enum FlightState {
  /** Not yet off-block, as far as anyone said. */
  SCHEDULED,
  /** Off-block and not yet on-block: on the map. */
  AIRBORNE,
  /** On-block. */
  LANDED,
  /** Will not fly. */
  CANCELLED,
  /** Went elsewhere than planned; its legs are flights of their own. */
  DIVERTED;

  /**
   * Status codes come first (CD, DV, LD, DP), then the times: customerflightinformation says OT or
   * DL of a flight that is in the air, and only its actual departure tells.
   */
  static FlightState of(Flight flight) {
    Optional<Operation> operation = flight.operation().map(Stamped::value);
    String status = operation.flatMap(Operation::status).orElse("");
    boolean off = operation.map(o -> o.departure().actual().isPresent()).orElse(false);
    boolean on = operation.map(o -> o.arrival().actual().isPresent()).orElse(false);
    return switch (status) {
      case "CD" -> CANCELLED;
      case "LD" -> LANDED;
      case "DV" -> on ? LANDED : DIVERTED;
      default -> on ? LANDED : off || status.equals("DP") ? AIRBORNE : SCHEDULED;
    };
  }
}
