package io.offblock.model.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Forecasts beside what came of them, as columns.
 *
 * @param probability of being late
 * @param low 10 % quantile, minutes
 * @param median middle quantile
 * @param high 90 % quantile
 * @param delay minutes late at the gate
 * @param flight place in the table of flights
 * @param day local day of the flight, in days since 1970
 */
public record Scores(
    double[] probability,
    double[] low,
    double[] median,
    double[] high,
    int[] delay,
    int[] flight,
    int[] day) {
  /** A flight this late counts as late. */
  public static final int LATE = 15;

  /** How many there are. */
  public int size() {
    return delay.length;
  }

  /** Whether it was late. */
  public boolean late(int i) {
    return delay[i] >= LATE;
  }

  /** Those that pass. */
  public Scores where(IntPredicate passes) {
    int[] kept = new int[size()];
    int n = 0;
    for (int i = 0; i < kept.length; i++) {
      if (passes.test(i)) {
        kept[n++] = i;
      }
    }
    int[] at = Arrays.copyOf(kept, n);
    return new Scores(
        picked(probability, at),
        picked(low, at),
        picked(median, at),
        picked(high, at),
        picked(delay, at),
        picked(flight, at),
        picked(day, at));
  }

  private static double[] picked(double[] from, int[] at) {
    double[] to = new double[at.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[at[i]];
    }
    return to;
  }

  private static int[] picked(int[] from, int[] at) {
    int[] to = new int[at.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[at[i]];
    }
    return to;
  }
}
