package io.offblock.model.drift;

import java.util.Arrays;

/**
 * Bins of equal width over both samples together, as many as Sturges's rule says: log2(n) + 1. A
 * bin holds its lower edge; the last holds its upper edge too.
 *
 * @param edges ascending, one more than there are bins
 */
public record Bins(double[] edges) {

  /** Bins for two samples; one bin where all numbers are equal. */
  public static Bins sturges(Numbers reference, Numbers current) {
    double low = Math.min(reference.sorted()[0], current.sorted()[0]);
    double high =
        Math.max(reference.sorted()[reference.size() - 1], current.sorted()[current.size() - 1]);
    int all = reference.size() + current.size();
    if (low == high) {
      return new Bins(new double[] {low - .5, high + .5});
    }
    double width = (high - low) / (Math.log(all) / Math.log(2) + 1);
    int count = (int) Math.ceil((high - low) / width);
    double[] edges = new double[count + 1];
    for (int i = 0; i < count; i++) {
      edges[i] = low + i * ((high - low) / count);
    }
    edges[count] = high;
    return new Bins(edges);
  }

  /** The share of a sample in each bin. */
  public double[] shares(Numbers sample) {
    double[] shares = new double[edges.length - 1];
    double[] sorted = sample.sorted();
    int below = 0;
    for (int bin = 0; bin < shares.length; bin++) {
      int until = bin == shares.length - 1 ? sorted.length : firstNotBelow(sorted, edges[bin + 1]);
      shares[bin] = (double) (until - below) / sorted.length;
      below = until;
    }
    return shares;
  }

  private static int firstNotBelow(double[] sorted, double edge) {
    int at = Arrays.binarySearch(sorted, edge);
    if (at < 0) {
      return -at - 1;
    }
    while (at > 0 && sorted[at - 1] == edge) {
      at--;
    }
    return at;
  }
}
