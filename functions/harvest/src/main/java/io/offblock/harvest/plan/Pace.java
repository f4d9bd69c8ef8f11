package io.offblock.harvest.plan;

import io.offblock.harvest.quota.Quota;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a call is worth making now. The hour's calls have a price: only a page worth more than it
 * is asked for. Calls not made are saved, which lowers the price; calls made raise it; so the calls
 * of an hour last for the hour, yet come in waves where many flights need renewing at once. After a
 * cold start or a long pause the price does not count, as long as enough is left for the rest of
 * the hour.
 *
 * <p>Not safe for threads.
 */
public final class Pace {
  /**
   * Share of flights in the air that are unknown or stale, above which to catch up whatever it
   * costs.
   */
  private static final double FAR_BEHIND = 0.12;

  /** Catching up is for pages worth at least this. */
  private static final double CATCH_UP = 3;

  /** Calls a minute that catching up must leave for the rest of the hour. */
  private static final double FLOOR_PER_MINUTE = 12.5;

  /** Kept back for what a person asks and for retries; given free in the hour's last minutes. */
  private static final int RESERVE = 12;

  /** Saved calls at which the price stays as it is. */
  private static final double BALANCE = 8;

  /** Most that can be saved up, and owed. */
  private static final double MOST_SAVED = 70;

  private static final double MOST_OWED = 20;

  /** Saved calls that lower the price to e^-1 of it. */
  private static final double CHEAPER_BY = 25;

  /** Saved calls times minutes that lower the lasting price to e^-1 of it. */
  private static final double LASTING = 60;

  private double saved = BALANCE;
  private double price = 6;
  private Instant last = Instant.EPOCH;

  /**
   * Whether a call of such a worth is to be made.
   *
   * @param behind share of flights in the air that are unknown or stale
   */
  public boolean now(Instant now, Quota quota, double value, double behind) {
    double seconds = Math.max(1, Duration.between(now, quota.resetsAt()).toMillis() / 1000.0);
    double left = quota.left() - (seconds > 240 ? RESERVE : 0);
    double passed = Math.clamp(Duration.between(last, now).toMillis() / 1000.0, 0, 90);
    last = now;
    saved = Math.clamp(saved + passed * Math.max(0, left) / seconds, -MOST_OWED, MOST_SAVED);
    price = Math.clamp(price * Math.exp(-(saved - BALANCE) / LASTING * passed / 60), 0.4, 30);
    if (left < 1) {
      return false;
    }
    if (behind > FAR_BEHIND && value >= CATCH_UP && left > FLOOR_PER_MINUTE * seconds / 60) {
      return true;
    }
    return value >= Math.max(0.35, price * Math.exp(-(saved - BALANCE) / CHEAPER_BY));
  }

  /** A call was made. */
  public void called() {
    saved -= 1;
  }
}
