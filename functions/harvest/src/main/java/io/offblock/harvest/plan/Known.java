package io.offblock.harvest.plan;

import io.offblock.harvest.plan.Sighting.Phase;

/**
 * What the plan remembers of a flight.
 *
 * @param seenAt epoch seconds of the newest answer that showed it
 * @param codeshares whether any answer spoke of its codeshares
 * @param missed answers since then that should have shown it and did not
 */
record Known(Sighting sighting, long seenAt, boolean codeshares, int missed) {
  private static final int GONE = 3;

  static Known of(Sighting sighting, long at) {
    return new Known(sighting, at, sighting.codeshares(), 0);
  }

  /** With another answer's sight of it; an older one changes nothing but the codeshares. */
  Known with(Sighting other, long at) {
    boolean both = codeshares || other.codeshares();
    return at >= seenAt ? new Known(other, at, both, 0) : new Known(sighting, seenAt, both, missed);
  }

  Known overlooked() {
    return new Known(sighting, seenAt, codeshares, missed + 1);
  }

  /** The provider shows it no more. */
  boolean gone() {
    return missed >= GONE;
  }

  /**
   * May be in the air at a moment, from what is known: nothing says it has ended, and its time has
   * come.
   */
  boolean live(long now) {
    return !gone()
        && (sighting.phase() == Phase.AIRBORNE
            || sighting.phase() == Phase.SCHEDULED && now >= sighting.off() - 120);
  }
}
