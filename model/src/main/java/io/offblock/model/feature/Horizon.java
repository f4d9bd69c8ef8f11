package io.offblock.model.feature;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How long before its scheduled off-block time a flight is forecast, and so what may be known of
 * the world by then.
 */
public enum Horizon {
  /**
   * The evening before, 18:00 UTC. It knows the schedule and the history of whole days (UTC) up to
   * two before the flight's: what happened on the day before has not been gathered yet.
   */
  D0("D0", 0),
  /** Six hours before. */
  H6("6h", 360),
  /** Two hours before. */
  H2("2h", 120),
  /** Three quarters of an hour before. */
  M45("45m", 45);

  private static final int DAY = 1440;
  private final String label;
  private final int minutes;

  Horizon(String label, int minutes) {
    this.label = label;
    this.minutes = minutes;
  }

  /**
   * As it stands in reports, options and answers: {@code D0}, {@code 6h}, {@code 2h}, {@code 45m}.
   */
  public String label() {
    return label;
  }

  /** The horizon of a label. */
  public static Optional<Horizon> of(String label) {
    for (Horizon h : values()) {
      if (h.label.equalsIgnoreCase(label)) {
        return Optional.of(h);
      }
    }
    return Optional.empty();
  }

  /** The moment at which the forecast is made. */
  public Instant forecastAt(Instant scheduledOff) {
    return this == D0
        ? scheduledOff.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(6))
        : scheduledOff.minus(Duration.ofMinutes(minutes));
  }

  /** The last one that a flight has reached; empty before the evening before. */
  public static Optional<Horizon> reached(Instant scheduledOff, Instant now) {
    Horizon last = null;
    for (Horizon h : values()) {
      last = h.forecastAt(scheduledOff).isAfter(now) ? last : h;
    }
    return Optional.ofNullable(last);
  }

  /** Nothing that happened later may be known: minutes since 1970 of the last minute that may. */
  int cutoff(int scheduledOff) {
    return this == D0 ? Math.floorDiv(scheduledOff, DAY) * DAY - DAY - 1 : scheduledOff - minutes;
  }

  /** The least age of any fact, in minutes before scheduled off-block. */
  public int leastAge() {
    return this == D0 ? DAY + 1 : minutes;
  }
}
