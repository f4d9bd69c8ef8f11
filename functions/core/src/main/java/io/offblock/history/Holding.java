package io.offblock.history;

import io.offblock.flight.FlightId;
import java.util.Locale;
import java.util.Optional;

/** What a store holds of the flights that payloads tell of. */
public enum Holding {
  /** Every flight. */
  EVERYTHING,

  /** Flights that are not history, and of history its lines by flight number. */
  LINES,

  /** Flights that are not history, and of history its lines by carrier and route. */
  ROUTES;

  /** The line that stands for a flight of history; empty where the flight itself is held. */
  public Optional<Line> line(FlightId flight) {
    return switch (this) {
      case EVERYTHING -> Optional.empty();
      case LINES -> Optional.of(Line.numbered(flight));
      case ROUTES -> Optional.of(Line.route(flight));
    };
  }

  /** {@code everything}, {@code lines}, {@code routes}: how digests name it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
