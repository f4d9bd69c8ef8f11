package io.offblock.sandbox.world;

/**
 * What truly happens to one leg on one day, known to nobody before its time. Times are UTC {@link
 * Minutes}.
 *
 * @param key decides everything about this flight that is left to chance
 * @param off actual off-block, on actual on-block; both {@link Minutes#NONE} if cancelled
 * @param cancelledAt when its cancellation becomes known, or NONE
 * @param from first minute at which anybody sees this leg, until the last, exclusive: when a
 *     diversion becomes known, the planned leg gives way to the two that are really flown
 */
public record Flight(
    Leg leg,
    Airport origin,
    Airport destination,
    long key,
    String registration,
    int scheduledOff,
    int scheduledOn,
    int off,
    int on,
    int cancelledAt,
    int from,
    int until,
    boolean diverted) {

  static Flight planned(
      Leg leg, long key, String registration, int scheduledOff, int off, int on, int cancelledAt) {
    return new Flight(
        leg,
        leg.origin(),
        leg.destination(),
        key,
        registration,
        scheduledOff,
        scheduledOff + leg.block(),
        off,
        on,
        cancelledAt,
        Minutes.NONE,
        Integer.MAX_VALUE,
        false);
  }

  /** The plan that nobody sees any more once the diversion is known. */
  Flight givenUpAt(int minute) {
    return new Flight(
        leg,
        origin,
        destination,
        key,
        registration,
        scheduledOff,
        scheduledOn,
        off,
        on,
        cancelledAt,
        from,
        minute,
        false);
  }

  /** A leg of a diverted flight as it is really flown. */
  Flight flown(
      Airport from, Airport to, int scheduledOff, int scheduledOn, int off, int on, int knownAt) {
    return new Flight(
        leg,
        from,
        to,
        Noise.mix(key, knownAt + on),
        registration,
        scheduledOff,
        scheduledOn,
        off,
        on,
        Minutes.NONE,
        knownAt,
        Integer.MAX_VALUE,
        true);
  }

  public boolean visibleAt(int now) {
    return now >= from && now < until;
  }

  public boolean cancelled() {
    return cancelledAt != Minutes.NONE;
  }

  /** In the air, or rolling: off-block has passed, on-block has not. */
  public boolean airborneAt(int now) {
    return !cancelled() && visibleAt(now) && off <= now && now < on;
  }

  /** What an outsider is told about it at a moment. */
  public FlightView at(int now) {
    return FlightView.of(this, now);
  }
}
