package io.offblock.harvest.plan;

import io.offblock.harvest.quota.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntToDoubleFunction;

/**
 * Whether a call is worth making now. What is left of the hour's calls is spread over the rest of
 * the hour; that many calls fall on one {@link Round}, in which every flight in the air is to be
 * renewed once. A page is asked for if it is worth at least what the last page is that such a round
 * can afford. Calls not made are saved for one round at most, so that pages which grow old together
 * can be renewed together. After a cold start or a long pause the sky is read at once, as long as
 * enough is left for the rest of the hour.
 *
 * <p>Not safe for threads.
 */
public final class Pace {
  /** Seconds in which every flight in the air is to be renewed once. */
  static final int ROUND = Worth.RENEW_AFTER;

  /**
   * Share of flights in the air that are unknown or stale, above which to catch up whatever it
   * costs.
   */
  private static final double FAR_BEHIND = 0.06;

  /** Catching up is for pages worth at least this. */
  private static final double CATCH_UP = 3;

  /** Calls a minute that catching up must leave for the rest of the hour. */
  private static final double FLOOR_PER_MINUTE = 12.5;

  /** Kept back for what a person asks and for retries; given free in the hour's last minutes. */
  private static final int RESERVE = 12;

  private static final int LAST_MINUTES_SECONDS = 240;

  /** A page worth less than this is never asked for. */
  private static final double LEAST = 0.35;

  /** How much a round's savings lower what a page must be worth, and their lack raises it. */
  private static final double ELASTICITY = 1;

  /**
   * Calls are spent a little faster than evenly, since what is left is counted anew all the time:
   * the first minutes of an hour, when a cold start has much to find, are worth more than its last.
   */
  private static final double FRONT = 1.15;

  /** Seconds for which a round's worth is taken as unchanged. */
  private static final int LOOK_AGAIN = 30;

  private double saved = Double.NaN;
  private double affords;
  private double least;
  private Instant last = Instant.EPOCH;
  private Instant looked = Instant.EPOCH;
  private boolean catchingUp;
  private double asks;

  /**
   * Whether a call of such a worth is to be made.
   *
   * @param behind share of flights in the air that are unknown or stale
   * @param round worth of the last of so many calls of a round
   */
  public boolean now(
      Instant now, Quota quota, double value, double behind, IntToDoubleFunction round) {
    double seconds = Math.max(1, Duration.between(now, quota.resetsAt()).toMillis() / 1000.0);
    double left = quota.left() - (seconds > LAST_MINUTES_SECONDS ? RESERVE : 0);
    if (left < 1) {
      return false;
    }
    double passed = Math.clamp(Duration.between(last, now).toMillis() / 1000.0, 0, ROUND);
    last = now;
    affords = FRONT * left / seconds * ROUND;
    saved = Double.isNaN(saved) ? affords : Math.min(affords, saved + passed * affords / ROUND);
    catchingUp = behind > FAR_BEHIND && value >= CATCH_UP && left > FLOOR_PER_MINUTE * seconds / 60;
    if (catchingUp) {
      asks = CATCH_UP;
      return true;
    }
    if (saved < 1 || value < LEAST) {
      return false;
    }
    if (Duration.between(looked, now).toSeconds() >= LOOK_AGAIN) {
      least = round.applyAsDouble((int) affords);
      looked = now;
    }
    asks = Math.max(LEAST, least * Math.exp(ELASTICITY * (0.5 - saved / affords)));
    return value >= asks;
  }

  /** What a call had to be worth when one was last weighed; 0 before that. */
  public double asks() {
    return asks;
  }

  /** Whether no more calls can be saved up, so that one for nothing in particular costs nothing. */
  public boolean spare() {
    return saved >= 1 && saved > affords - 1;
  }

  /** A call was made. Those of catching up are paid for by the rest of the hour, not by savings. */
  public void called() {
    if (!catchingUp) {
      saved -= 1;
    }
  }
}
