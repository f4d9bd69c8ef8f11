package io.offblock.harvest.plan;

import java.util.HashMap;
import java.util.Map;

/**
 * How many flights of their own the boards of outstations have shown: flights that touch no hub,
 * such as the second leg of a long flight that goes on, or a domestic one. What the boards of some
 * were good for is the first guess for the others, far airports and near ones apart. Not safe for
 * threads.
 */
final class Outstations {
  /** Rows that a guess counts for. */
  private static final double BELIEF = 8;

  /** First guesses: long flights go on more often than short ones lie between outstations. */
  private static final double FAR = 1.0 / 8;

  private static final double NEAR = 1.0 / 24;

  /** Rows of an outstation count so much for the others: outstations differ. */
  private static final double ALIKE = 0.1;

  /** A page counts for so many rows more than it shows: an empty one teaches too. */
  private static final double PAGE = 3;

  private final Map<String, Shown> airports = new HashMap<>();
  private final Shown far = new Shown();
  private final Shown near = new Shown();

  /** Rows that were shown, and how many of them were not known from elsewhere. */
  private static final class Shown {
    private double rows;
    private double unknown;

    private double share(double guess) {
      return (unknown + BELIEF * guess) / (rows + BELIEF);
    }

    private void add(double shown, double notKnown) {
      rows += shown;
      unknown += notKnown;
    }
  }

  /**
   * Share of an airport's flights that no other board shows.
   *
   * @param isFar whether most of its known flights are long
   */
  double share(String airport, boolean isFar) {
    double guess = isFar ? far.share(FAR) : near.share(NEAR);
    Shown own = airports.get(airport);
    return own == null ? guess : own.share(guess);
  }

  /** A page, or several, showed so many rows of an airport, some of them not known before. */
  void saw(String airport, boolean isFar, double rows, double unknown) {
    airports.computeIfAbsent(airport, a -> new Shown()).add(rows + PAGE, unknown);
    (isFar ? far : near).add(ALIKE * (rows + PAGE), ALIKE * unknown);
  }
}
