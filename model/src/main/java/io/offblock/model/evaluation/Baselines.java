package io.offblock.model.evaluation;

import io.offblock.model.feature.Flights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What anybody could forecast without a model: the overall rate, and the past share late and median
 * delay of the route in that hour, drawn to the overall ones as if by 20 more flights. A model that
 * does not beat these is worth nothing.
 */
public final class Baselines {
  private static final double WEIGHT = 20;
  private final int[] keys;
  private final int[][] delays;
  private final double rate;
  private final double[] overall;

  /**
   * Learns from the same flights as the model.
   *
   * @param fit flights with a delay to learn from
   */
  public Baselines(Flights flights, IntPredicate fit) {
    Map<String, Integer> places = new HashMap<>();
    keys = new int[flights.size()];
    int[] all = new int[flights.size()];
    int[] counts = new int[flights.size()];
    int n = 0;
    int late = 0;
    for (int i = 0; i < flights.size(); i++) {
      String key = flights.origin(i) + flights.destination(i) + flights.localHour(i);
      keys[i] = places.computeIfAbsent(key, k -> places.size());
      if (fit.test(i)) {
        all[n++] = flights.arrivalDelay(i);
        late += flights.arrivalDelay(i) >= Scores.LATE ? 1 : 0;
        counts[keys[i]]++;
      }
    }
    rate = n == 0 ? 0.2 : (double) late / n;
    overall = quantiles(Arrays.copyOf(all, n));
    delays = new int[places.size()][];
    for (int k = 0; k < delays.length; k++) {
      delays[k] = new int[counts[k]];
    }
    for (int i = 0; i < flights.size(); i++) {
      if (fit.test(i)) {
        delays[keys[i]][--counts[keys[i]]] = flights.arrivalDelay(i);
      }
    }
    for (int[] past : delays) {
      Arrays.sort(past);
    }
  }

  private static double[] quantiles(int[] delays) {
    Arrays.sort(delays);
    return new double[] {at(delays, 0.1), at(delays, 0.5), at(delays, 0.9)};
  }

  private static double at(int[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  /** The overall rate and quantiles for the flights of these scores. */
  public Scores baseRate(Scores s) {
    return scores(s, false);
  }

  /** Route by hour for the flights of these scores. */
  public Scores routeByHour(Scores s) {
    return scores(s, true);
  }

  private Scores scores(Scores s, boolean byRoute) {
    double[][] q = new double[4][s.size()];
    for (int i = 0; i < s.size(); i++) {
      int[] past = byRoute ? delays[keys[s.flight()[i]]] : new int[0];
      int n = past.length;
      int late = 0;
      for (int k = n - 1; k >= 0 && past[k] >= Scores.LATE; k--) {
        late++;
      }
      q[0][i] = (late + WEIGHT * rate) / (n + WEIGHT);
      double own = n / (n + WEIGHT);
      for (int k = 0; k < 3; k++) {
        q[k + 1][i] =
            own * (n == 0 ? 0 : at(past, new double[] {0.1, 0.5, 0.9}[k])) + (1 - own) * overall[k];
      }
    }
    return new Scores(q[0], q[1], q[2], q[3], s.delay(), s.flight(), s.day());
  }
}
