package io.offblock.model.forecast;

import io.offblock.model.network.Layout;

/**
 * What later days taught about the network's answers, by horizon (the ordinal, 4 for between): the
 * line through its log odds, and the minutes by which its quantiles must move to keep what they
 * promise (a conformal shift).
 */
public record Calibration(
    double[] slope, double[] intercept, double[] low, double[] median, double[] high) {

  /** Leaves everything as it is. */
  public static Calibration none() {
    double[] ones = new double[Layout.HORIZONS];
    java.util.Arrays.fill(ones, 1);
    return new Calibration(
        ones,
        new double[Layout.HORIZONS],
        new double[Layout.HORIZONS],
        new double[Layout.HORIZONS],
        new double[Layout.HORIZONS]);
  }

  double logOdds(int horizon, double logOdds) {
    return slope[horizon] * logOdds + intercept[horizon];
  }

  /**
   * The line by maximum likelihood (Platt), Newton's steps.
   *
   * @param logOdds of the network
   * @param late what came of it
   * @return slope and intercept
   */
  public static double[] line(double[] logOdds, boolean[] late) {
    double a = 1;
    double b = 0;
    for (int step = 0; step < 20; step++) {
      double ga = 0;
      double gb = 0;
      double haa = 1e-3;
      double hab = 0;
      double hbb = 1e-3;
      for (int i = 0; i < logOdds.length; i++) {
        double p = probability(a * logOdds[i] + b);
        double d = p - (late[i] ? 1 : 0);
        double v = p * (1 - p);
        ga += d * logOdds[i];
        gb += d;
        haa += v * logOdds[i] * logOdds[i];
        hab += v * logOdds[i];
        hbb += v;
      }
      double determinant = haa * hbb - hab * hab;
      if (Math.abs(determinant) < 1e-9) {
        break;
      }
      double da = (hbb * ga - hab * gb) / determinant;
      double db = (haa * gb - hab * ga) / determinant;
      a -= da;
      b -= db;
      if (Math.abs(da) + Math.abs(db) < 1e-8) {
        break;
      }
    }
    return new double[] {a, b};
  }

  static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
