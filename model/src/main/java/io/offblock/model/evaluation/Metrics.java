package io.offblock.model.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How good forecasts were.
 *
 * @param rows how many
 * @param baseRate share that was late
 * @param auc area under the ROC curve (Mann-Whitney, ties count half); NaN where all or none were
 *     late
 * @param averagePrecision sum of precision times the growth of recall, ties taken together
 * @param logLoss mean, natural logarithm
 * @param brier mean squared error of the probability
 * @param ece expected calibration error, 15 bins of equal width
 * @param mae mean absolute error of the median, minutes
 * @param coverage share inside the interval from 10 to 90 %
 * @param width mean width of the interval, minutes
 */
public record Metrics(
    int rows,
    double baseRate,
    double auc,
    double averagePrecision,
    double logLoss,
    double brier,
    double ece,
    double mae,
    double coverage,
    double width) {
  /** Bins of the calibration error and of reliability pictures. */
  public static final int BINS = 15;

  /**
   * A bin of forecasts of about the same probability.
   *
   * @param from lower edge
   * @param rows how many
   * @param forecast their mean probability
   * @param observed share that was late
   */
  public record Bin(double from, int rows, double forecast, double observed) {}

  /** Of these forecasts. */
  public static Metrics of(Scores s) {
    int n = s.size();
    double late = 0;
    double logLoss = 0;
    double brier = 0;
    double mae = 0;
    double inside = 0;
    double width = 0;
    for (int i = 0; i < n; i++) {
      double y = s.late(i) ? 1 : 0;
      double p = s.probability()[i];
      late += y;
      logLoss -= Math.log(Math.max(1e-12, y > 0 ? p : 1 - p));
      brier += (p - y) * (p - y);
      mae += Math.abs(s.delay()[i] - s.median()[i]);
      inside += s.delay()[i] >= s.low()[i] && s.delay()[i] <= s.high()[i] ? 1 : 0;
      width += s.high()[i] - s.low()[i];
    }
    double[] ranked = ranked(s);
    return new Metrics(
        n,
        late / n,
        ranked[0],
        ranked[1],
        logLoss / n,
        brier / n,
        ece(s),
        mae / n,
        inside / n,
        width / n);
  }

  /** AUC and average precision. */
  private static double[] ranked(Scores s) {
    long[] order = new long[s.size()];
    long positives = 0;
    for (int i = 0; i < order.length; i++) {
      // Not negative, so the bits of a float sort as its value does.
      order[i] = ((long) Float.floatToIntBits((float) s.probability()[i]) << 32) | i;
      positives += s.late(i) ? 1 : 0;
    }
    Arrays.sort(order);
    long negatives = order.length - positives;
    if (positives == 0 || negatives == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double pairs = 0;
    double precision = 0;
    long seen = 0;
    long hits = 0;
    for (int at = order.length - 1; at >= 0; ) {
      int end = at;
      long late = 0;
      while (end >= 0 && order[end] >>> 32 == order[at] >>> 32) {
        late += s.late((int) order[end]) ? 1 : 0;
        end--;
      }
      long tied = at - end;
      long onTime = tied - late;
      pairs += onTime * (hits + late / 2.0);
      seen += tied;
      hits += late;
      precision += (double) late / positives * hits / seen;
      at = end;
    }
    return new double[] {pairs / ((double) positives * negatives), precision};
  }

  private static double ece(Scores s) {
    double error = 0;
    for (Bin bin : reliability(s)) {
      error += (double) bin.rows / s.size() * Math.abs(bin.forecast - bin.observed);
    }
    return error;
  }

  /** The bins that hold any forecast. */
  public static List<Bin> reliability(Scores s) {
    int[] rows = new int[BINS];
    double[] forecast = new double[BINS];
    double[] observed = new double[BINS];
    for (int i = 0; i < s.size(); i++) {
      int b = Math.min(BINS - 1, (int) (s.probability()[i] * BINS));
      rows[b]++;
      forecast[b] += s.probability()[i];
      observed[b] += s.late(i) ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (rows[b] > 0) {
        bins.add(new Bin((double) b / BINS, rows[b], forecast[b] / rows[b], observed[b] / rows[b]));
      }
    }
    return bins;
  }
}
