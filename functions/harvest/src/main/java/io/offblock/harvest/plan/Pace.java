package io.offblock.harvest.plan;

import io.offblock.harvest.quota.Quota;
import java.time.Duration;
import java.time.Instant;

/**
 * How long to wait between two calls. The hour's calls are spread evenly over what is left of it, a little sooner for a call worth
 * more than usual and later for one worth less. After a cold start or a long pause, when almost any page renews dozens of flights,
 * calls follow each other as fast as the second's limit allows, but never so many that the rest of the hour would starve.
 *
 * <p>Not safe for threads.
 */
public final class Pace {
  /** A page worth this much means that much is unknown or stale. */
  private static final double URGENT = 24;

  /** Calls a minute that a burst must leave for the rest of the hour. */
  private static final double FLOOR_PER_MINUTE = 12.2;

  /** Kept back for what a person asks and for retries; given free in the hour's last minutes. */
  private static final int RESERVE = 15;

  /** Share of each minute in which a run is at work. */
  private static final double AT_WORK = 0.85;

  private final Duration fastest;
  private double usual = 12;

  public Pace(int callsPerSecond) {
    this.fastest = Duration.ofMillis(Math.ceilDiv(1000, callsPerSecond));
  }

  /** Pause before a call of such a worth; longer than the hour where there is no call left. */
  public Duration gap(Instant now, Quota quota, double value) {
    double seconds = Math.max(1, Duration.between(now, quota.resetsAt()).toMillis() / 1000.0);
    double left = quota.left() - (seconds > 240 ? RESERVE : 0);
    if (left < 1) {
      return Duration.ofHours(1);
    }
    if (value >= URGENT && left > FLOOR_PER_MINUTE * seconds / 60) {
      return fastest;
    }
    double even = seconds * AT_WORK / left;
    double eager = Math.clamp(value / usual, 0.4, 1.8);
    Duration gap = Duration.ofMillis((long) (1000 * even / eager));
    return gap.compareTo(fastest) < 0 ? fastest : gap;
  }

  /** Whether calls now follow each other as fast as they may. */
  public boolean hasty(Duration gap) {
    return gap.compareTo(fastest) <= 0;
  }

  /** A call of such a worth was made. */
  public void called(double value) {
    usual = Math.max(1, usual * 0.95 + Math.min(value, URGENT) * 0.05);
  }
}
