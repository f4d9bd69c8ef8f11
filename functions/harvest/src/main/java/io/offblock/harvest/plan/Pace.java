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
 * enough is left for the rest of the hour; then some boards of outstations. Surveys and reference
 * data do not draw on the savings unless these are full: a cold start needs them whole five minutes
 * later, when all that it found at once grows old at once.
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

  /** Looks at unknown boards that a start may take at once. */
  private static final double SURVEYS_AT_ONCE = 40;

  /** And later. */
  private static final double SURVEYS_AN_HOUR = 30;

  /** Where the last page of a round is worth no more, calls may be made for less. */
  private static final double SPARE = 1;

  /** Seconds for which a round's worth is taken as unchanged. */
  private static final int LOOK_AGAIN = 30;

  private double saved = Double.NaN;
  private double affords;
  private double least;
  private Instant last = Instant.EPOCH;
  private Instant looked = Instant.EPOCH;
  private boolean catchingUp;
  private double asks;
  private boolean enough;
  private double surveys = SURVEYS_AT_ONCE;

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
      enough = false;
      return false;
    }
    double passed = Math.clamp(Duration.between(last, now).toMillis() / 1000.0, 0, ROUND);
    last = now;
    affords = FRONT * left / seconds * ROUND;
    saved = Double.isNaN(saved) ? affords : Math.min(affords, saved + passed * affords / ROUND);
    enough = left > FLOOR_PER_MINUTE * seconds / 60;
    surveys = Math.min(SURVEYS_AT_ONCE, surveys + passed * SURVEYS_AN_HOUR / 3600);
    catchingUp = behind > FAR_BEHIND && value >= CATCH_UP && enough;
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

  /**
   * Whether no more calls can be saved up and a round needs no more than it affords, so that one
   * for nothing in particular costs little.
   */
  public boolean spare() {
    return saved >= 1 && saved > affords - 1 && least <= SPARE;
  }

  /**
   * Whether a board may be looked at of which nothing is believed. A cold start may look at many:
   * what they show is followed for hours, and without them the night's sky, which is small and far
   * from the hubs, is never known to nineteen parts of twenty.
   */
  public boolean surveys() {
    return surveys >= 1 && enough && !Double.isNaN(saved);
  }

  /** A call was made for a survey, which the rest of the hour pays for. */
  public void surveyed() {
    surveys -= 1;
  }

  /** A call was made. Those of catching up are paid for by the rest of the hour, not by savings. */
  public void called() {
    if (!catchingUp) {
      saved -= 1;
    }
  }
}
