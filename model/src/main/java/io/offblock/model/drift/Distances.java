package io.offblock.model.drift;

import java.util.Arrays;

/**
 * How far two distributions are apart. Each follows the definition of Evidently 0.7, so that
 * figures can be compared with those of other teams; the test of parity holds them to it.
 */
public final class Distances {
  /** What an empty bin counts as in {@link #psi}: its logarithm must exist. */
  private static final double EMPTY = 1e-4;

  private static final double NEXT_TO_NOTHING = 1e-6;

  private Distances() {}

  /**
   * Population stability index: sum of (c - r) ln(c / r) over bins. Below .1 is commonly called
   * stable, above .25 a large shift.
   *
   * @param reference shares that sum to 1, one a bin
   * @param current shares of the same bins
   */
  public static double psi(double[] reference, double[] current) {
    double[] r = filled(reference);
    double[] c = filled(current);
    double sum = 0;
    for (int i = 0; i < r.length; i++) {
      sum += (c[i] - r[i]) * Math.log(c[i] / r[i]);
    }
    return sum;
  }

  /**
   * Jensen-Shannon distance: the root of the divergence, in natural logarithms; 0 for equal shares,
   * .83 (the root of ln 2) where nothing is shared.
   */
  public static double jensenShannon(double[] reference, double[] current) {
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      double middle = (reference[i] + current[i]) / 2;
      sum += relative(reference[i], middle) + relative(current[i], middle);
    }
    return Math.sqrt(Math.max(0, sum / 2));
  }

  /**
   * First Wasserstein distance, the area between the two distribution functions, in units of the
   * reference's standard deviation. Zero where the reference does not vary and the two are equal.
   */
  public static double wasserstein(Numbers reference, Numbers current) {
    double[] r = reference.sorted();
    double[] c = current.sorted();
    double area = 0;
    double last = Math.min(r[0], c[0]);
    int i = 0;
    int j = 0;
    while (i < r.length || j < c.length) {
      double next = j >= c.length || (i < r.length && r[i] <= c[j]) ? r[i] : c[j];
      area += Math.abs((double) i / r.length - (double) j / c.length) * (next - last);
      last = next;
      while (i < r.length && r[i] == next) {
        i++;
      }
      while (j < c.length && c[j] == next) {
        j++;
      }
    }
    return area == 0 ? 0 : area / reference.deviation();
  }

  private static double relative(double share, double middle) {
    return share == 0 ? 0 : share * Math.log(share / middle);
  }

  /** An empty bin counts as {@link #EMPTY}, or as next to nothing where another bin is as small. */
  private static double[] filled(double[] shares) {
    double smallest = Arrays.stream(shares).filter(s -> s > 0).min().orElseThrow();
    double empty = smallest <= EMPTY ? smallest * NEXT_TO_NOTHING : EMPTY;
    return Arrays.stream(shares).map(s -> s == 0 ? empty : s).toArray();
  }
}
