package io.offblock.harvest.plan;

import io.offblock.harvest.lufthansa.Board;

/**
 * A flight as one answer showed it, reduced to what choosing calls needs.
 *
 * @param id the flight's
 * @param departureScheduled local at the origin, see {@link
 *     io.offblock.harvest.lufthansa.LocalMinute}
 * @param departureBest actual, else estimated, else scheduled; local at the origin
 * @param arrivalScheduled local at the destination
 * @param arrivalBest local at the destination
 * @param off best known moment off-block, epoch seconds
 * @param on best known moment on-block, epoch seconds
 * @param codeshares whether the answer speaks of codeshares
 */
public record Sighting(
    String id,
    String origin,
    String destination,
    int departureScheduled,
    int departureBest,
    int arrivalScheduled,
    int arrivalBest,
    long off,
    long on,
    Phase phase,
    boolean codeshares) {
  /** Where the flight is in its life, as far as calls go. */
  public enum Phase {
    SCHEDULED,
    AIRBORNE,
    ENDED
  }

  /** The scheduled time by which a board sorts it. */
  int scheduledOn(Board.Direction side) {
    return side == Board.Direction.DEPARTURES ? departureScheduled : arrivalScheduled;
  }

  /** The best known time by which a board may also show it. */
  int bestOn(Board.Direction side) {
    return side == Board.Direction.DEPARTURES ? departureBest : arrivalBest;
  }

  /** Longer than five hours: in the air for many refreshes, and far from the boards of now. */
  boolean longHaul() {
    return on - off > 5 * 3600;
  }
}
