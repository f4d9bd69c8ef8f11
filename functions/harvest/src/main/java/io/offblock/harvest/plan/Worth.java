package io.offblock.harvest.plan;

import io.offblock.harvest.plan.Sighting.Phase;

/**
 * What it is worth to hear of a flight again now: 1 where an airborne flight's status would
 * otherwise soon be five minutes old, next to nothing just after it was heard of. The steep rise
 * makes the plan wait as long as it may, so that a page renews many flights at once and none too
 * early.
 */
final class Worth {
  /**
   * Seconds after which a status should be renewed: the promise is 300, less what loading into the
   * stores takes.
   */
  static final int RENEW_AFTER = 286;

  /** How steep the worth rises towards that age. */
  private static final double STEEPNESS = 60;

  /** Below this share of that age it is worth nothing: less than half a percent by its rise. */
  private static final double NOT_YET = 0.9;

  /** A flight that should have landed long ago and shows nothing new. */
  private static final int OVERDUE = 3600;

  private Worth() {}

  static double of(Known known, long now) {
    double due = due(known, now);
    return due == 0 ? 0 : due * age(now - known.seenAt());
  }

  /** The same whatever the age: how likely it is a flight whose status counts. */
  static double due(Known known, long now) {
    return known.gone() || known.sighting().phase() == Phase.ENDED
        ? 0
        : presence(known.sighting(), now);
  }

  /** Of a flight in the air, by the age of its status in seconds. */
  static double age(long seconds) {
    double share = (double) seconds / RENEW_AFTER;
    return share <= NOT_YET
        ? 0
        : share < 1
            ? Math.pow(share, STEEPNESS)
            : 1 + Math.min(0.5, (seconds - RENEW_AFTER) / 7200.0);
  }

  /** How likely the flight is in the air now or before it would be asked again. */
  private static double presence(Sighting s, long now) {
    if (s.phase() == Phase.AIRBORNE) {
      return now - s.on() > OVERDUE ? 0.3 : 1;
    }
    long wait = s.off() - now;
    return wait > 210 ? 0 : wait > 60 ? 0.6 : wait > -1800 ? 0.9 : wait > -4 * 3600 ? 0.5 : 0.1;
  }
}
