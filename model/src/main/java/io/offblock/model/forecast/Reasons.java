package io.offblock.model.forecast;

import io.offblock.model.forecast.Forecast.Reason;
import io.offblock.model.network.Encoding;
import io.offblock.model.network.FirstLayer;
import io.offblock.model.network.Network;
import io.offblock.model.network.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far each group of features pushes a forecast away from the usual flight's: exact Shapley
 * values over the groups (Shapley 1953), so that the pushes add up.
 */
final class Reasons {
  private final Network network;
  private final FirstLayer layer;
  private final Usual usual;
  private final Calibration calibration;

  Reasons(Network network, Encoding encoding, Usual usual, Calibration calibration) {
    this.network = network;
    this.usual = usual;
    this.calibration = calibration;
    layer = new FirstLayer(network, encoding.groups());
  }

  List<Reason> of(Rows rows, int row) {
    int n = layer.groups().size();
    int horizon = rows.horizon(row);
    float[][] own = new float[n][network.layout().first()];
    layer.fill(rows, row, own);
    double[] points = new double[1 << n];
    double[] minutes = new double[1 << n];
    float[][] mixed = new float[n][];
    Network.Scratch scratch = network.scratch();
    for (int set = 0; set < 1 << n; set++) {
      for (int g = 0; g < n; g++) {
        mixed[g] = (set >> g & 1) == 1 ? own[g] : usual.added()[horizon][g];
      }
      Network.Answer a = layer.answer(mixed, horizon, scratch);
      points[set] = 100 * Calibration.probability(calibration.logOdds(horizon, a.logOdds()));
      minutes[set] = a.median();
    }
    List<Reason> reasons = new ArrayList<>();
    for (int g = 0; g < n; g++) {
      double p = 0;
      double m = 0;
      for (int set = 0; set < 1 << n; set++) {
        if ((set >> g & 1) == 0) {
          double weight = weight(Integer.bitCount(set), n);
          p += weight * (points[set | 1 << g] - points[set]);
          m += weight * (minutes[set | 1 << g] - minutes[set]);
        }
      }
      reasons.add(new Reason(layer.groups().get(g), p, m));
    }
    reasons.sort(Comparator.comparingDouble(r -> -Math.abs(r.points())));
    return reasons;
  }

  /** size! (n - size - 1)! / n! */
  private static double weight(int size, int n) {
    double weight = 1.0 / n;
    for (int k = 1; k <= size; k++) {
      weight *= (double) k / (n - k);
    }
    return weight;
  }
}
