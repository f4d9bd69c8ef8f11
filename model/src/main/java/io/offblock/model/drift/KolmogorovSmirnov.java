package io.offblock.model.drift;

/**
 * The two-sample test of Kolmogorov and Smirnov: the largest difference of the two distribution
 * functions, and how likely as large a one is between two samples of the same distribution.
 *
 * @param statistic the largest difference, 0 to 1
 * @param probability of a difference as large by chance, from the distribution of one sample of n m
 *     / (n + m) numbers (rounded), as SciPy counts it for large samples
 */
public record KolmogorovSmirnov(double statistic, double probability) {

  /** Compares two samples, neither of them empty. */
  public static KolmogorovSmirnov of(Numbers reference, Numbers current) {
    double[] r = reference.sorted();
    double[] c = current.sorted();
    double largest = 0;
    int i = 0;
    int j = 0;
    while (i < r.length && j < c.length) {
      double next = Math.min(r[i], c[j]);
      while (i < r.length && r[i] == next) {
        i++;
      }
      while (j < c.length && c[j] == next) {
        j++;
      }
      largest = Math.max(largest, Math.abs((double) i / r.length - (double) j / c.length));
    }
    long size = Math.round((double) r.length * c.length / ((double) r.length + c.length));
    return new KolmogorovSmirnov(largest, beyond(largest, Math.max(1, size)));
  }

  /**
   * The probability that the statistic of one sample is larger. Simard and L'Ecuyer (2011) name for
   * each region the formula that holds there: Smirnov's exact one-sided sum, twice, where large
   * differences are rare, else the expansion of Pelz and Good (1976).
   */
  static double beyond(double difference, long size) {
    if (difference <= 0) {
      return 1;
    }
    if (difference >= 1) {
      return 0;
    }
    double square = size * difference * difference;
    if (square >= 370) {
      return 0;
    }
    if (square >= 2.2 || difference >= .5) {
      return Math.min(1, 2 * oneSided(difference, size));
    }
    return Math.clamp(1 - pelzGood(difference, size), 0, 1);
  }

  /** Sum over v of C(n, v) d (d + v/n)^(v-1) (1 - d - v/n)^(n-v), each term by its logarithm. */
  private static double oneSided(double d, long n) {
    double binomial = 0;
    double sum = 0;
    for (long v = 0; v <= (long) Math.floor(n * (1 - d)); v++) {
      if (v > 0) {
        binomial += Math.log((double) (n - v + 1) / v);
      }
      double rest = 1 - d - (double) v / n;
      if (rest > 0) {
        sum +=
            Math.exp(
                binomial
                    + Math.log(d)
                    + (v - 1) * Math.log(d + (double) v / n)
                    + (n - v) * Math.log(rest));
      } else if (v == n) {
        sum += d * Math.pow(d + 1, n - 1.0);
      }
    }
    return sum;
  }

  /** The distribution function to order n^(-3/2), equation 13 of Simard and L'Ecuyer. */
  private static double pelzGood(double d, long n) {
    double z = Math.sqrt(n) * d;
    double z2 = z * z;
    double z4 = z2 * z2;
    double z6 = z4 * z2;
    double p2 = Math.PI * Math.PI;
    double p4 = p2 * p2;
    double p6 = p4 * p2;
    double[] k = new double[4];
    int terms = (int) Math.ceil(16 * z / Math.PI) + 4;
    for (int i = 0; i < terms; i++) {
      double m2 = Math.pow(i + .5, 2);
      double m4 = m2 * m2;
      double e = Math.exp(-p2 * m2 / (2 * z2));
      k[0] += e;
      k[1] += (p2 * m2 - z2) * e;
      k[2] += (6 * z6 + 2 * z4 + p2 * (2 * z4 - 5 * z2) * m2 + p4 * (1 - 2 * z2) * m4) * e;
      k[3] +=
          (-30 * z6
                  - 90 * z6 * z2
                  + p2 * (135 * z4 - 96 * z6) * m2
                  + p4 * (212 * z4 - 60 * z2) * m4
                  + p6 * m4 * m2 * (5 - 30 * z2))
              * e;
    }
    double root = Math.sqrt(2 * Math.PI);
    k[0] *= root / z;
    k[1] *= 2 * root / (12 * z4);
    k[2] *= root / (72 * z6 * z);
    k[3] *= root / (6480 * z6 * z4);
    double second = 0;
    double third = 0;
    for (int i = 1; i < terms; i++) {
      double i2 = (double) i * i;
      double e = Math.exp(-p2 * i2 / (2 * z2));
      second += p2 * i2 * e;
      third += (3 * p2 * i2 * z2 - p4 * i2 * i2) * e;
    }
    k[2] -= root / (36 * z2 * z) * second;
    k[3] += root / (216 * z6) * third;
    double sum = 0;
    for (int i = 0; i < k.length; i++) {
      sum += k[i] / Math.pow(n, i / 2.0);
    }
    return sum;
  }
}
