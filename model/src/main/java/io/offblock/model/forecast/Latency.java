package io.offblock.model.forecast;

import io.offblock.model.network.Rows;
import java.util.Arrays;

/** How long forecasts take in this process. */
public final class Latency {
  private static final int WARM = 2000;
  private static final int MEASURED = 4000;

  private Latency() {}

  /**
   * The 95 % quantile of the time of one forecast with its reasons, in microseconds.
   *
   * @param rows to forecast, in turn; at least one
   */
  public static double p95Micros(DelayModel model, Rows rows, int localDay) {
    double[] micros = new double[MEASURED];
    for (int i = -WARM; i < MEASURED; i++) {
      long began = System.nanoTime();
      model.forecast(rows, Math.floorMod(i, rows.size()), localDay, true);
      if (i >= 0) {
        micros[i] = (System.nanoTime() - began) / 1e3;
      }
    }
    Arrays.sort(micros);
    return micros[(int) (0.95 * MEASURED)];
  }
}
