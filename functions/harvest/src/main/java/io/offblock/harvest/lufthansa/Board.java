package io.offblock.harvest.lufthansa;

import java.util.Locale;
import java.util.Objects;

/**
 * One side of one airport: the list that passengers see there.
 *
 * @param direction departures or arrivals
 * @param airport IATA code
 */
public record Board(Direction direction, String airport) {
  /** Which side. */
  public enum Direction {
    DEPARTURES,
    ARRIVALS;

    /** As requests spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Board {
    Objects.requireNonNull(direction);
    Objects.requireNonNull(airport);
  }

  public static Board departures(String airport) {
    return new Board(Direction.DEPARTURES, airport);
  }

  public static Board arrivals(String airport) {
    return new Board(Direction.ARRIVALS, airport);
  }

  @Override
  public String toString() {
    return airport + " " + direction.text();
  }
}
