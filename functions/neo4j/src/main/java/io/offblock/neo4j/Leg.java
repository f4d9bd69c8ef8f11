package io.offblock.neo4j;

import java.util.List;

/**
 * What the search needs of a flight.
 *
 * @param departs seconds since 1970, best known
 * @param arrives seconds since 1970, best known
 */
record Leg(String origin, String destination, long departs, long arrives) {
  /** Whether a journey is better: there sooner, and of those that are, away from home later. */
  static boolean better(List<Leg> journey, List<Leg> than) {
    if (journey.isEmpty() || than.isEmpty()) {
      return than.isEmpty();
    }
    long sooner = than.getLast().arrives() - journey.getLast().arrives();
    return sooner > 0 || (sooner == 0 && journey.getFirst().departs() > than.getFirst().departs());
  }
}
