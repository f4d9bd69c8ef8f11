package io.offblock.model.drift;

import java.util.Arrays;

/**
 * A column of numbers, sorted, without those that are missing.
 *
 * @param sorted ascending, no NaN; not copied
 * @param missing how many rows had no number
 */
public record Numbers(double[] sorted, int missing) {

  /** Sorts and drops {@code NaN}, which stands for a missing number. */
  public static Numbers of(double[] values) {
    double[] present = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(present);
    return new Numbers(present, values.length - present.length);
  }

  /** How many numbers there are. */
  public int size() {
    return sorted.length;
  }

  /** How many different numbers there are; counting ends at {@code most}. */
  public int distinct(int most) {
    int found = sorted.length == 0 ? 0 : 1;
    for (int i = 1; i < sorted.length && found < most; i++) {
      if (sorted[i] != sorted[i - 1]) {
        found++;
      }
    }
    return found;
  }

  /** The mean; NaN of no number. */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  /** The standard deviation with n, not n - 1, below the fraction. */
  public double deviation() {
    double mean = mean();
    double sum = 0;
    for (double v : sorted) {
      sum += (v - mean) * (v - mean);
    }
    return Math.sqrt(sum / sorted.length);
  }

  /** The number below which a share of all lies, between neighbours in proportion. */
  public double quantile(double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
