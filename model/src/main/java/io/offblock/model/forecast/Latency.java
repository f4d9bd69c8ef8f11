package io.offblock.model.forecast;

import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.network.Network;
import io.offblock.model.network.Rows;
import java.util.Arrays;
import java.util.Set;

/** How long forecasts take in this process. */
public final class Latency {
  private static final int WARM = 2000;
  private static final int MEASURED = 4000;

  private static final int ROUNDS = 7;
  private static final int ROWS = 100_000;

  /**
   * What {@link #bench} measured.
   *
   * @param p50Micros median time of one forecast with its reasons
   * @param p95Micros 95 % quantile of it
   * @param rows in a batch
   * @param batchRowsPerSecond of one thread, the median of seven rounds
   * @param allRowsPerSecond of as many threads as there are processors, likewise
   */
  public record Bench(
      double p50Micros,
      double p95Micros,
      int rows,
      double batchRowsPerSecond,
      double allRowsPerSecond) {}

  private Latency() {}

  /** Measures a model on the last flights of a table, at two hours. */
  public static Bench bench(DelayModel model, Flights flights) {
    Rows rows =
        model
            .fresh()
            .rows(
                flights,
                Set.of(Horizon.H2),
                i -> i >= flights.size() - ROWS && flights.hasDelay(i));
    int day = flights.localDay(flights.size() - 1);
    double[] micros = micros(model, rows, day);
    Network.Answer[] to = new Network.Answer[rows.size()];
    Network network = model.network(Horizon.H2.ordinal());
    Network.Scratch scratch = network.scratch();
    double one = perSecond(rows, () -> network.answers(rows, 0, rows.size(), to, scratch));
    double all = perSecond(rows, () -> model.answers(rows));
    return new Bench(micros[MEASURED / 2], micros[(int) (0.95 * MEASURED)], rows.size(), one, all);
  }

  private static double perSecond(Rows rows, Runnable batch) {
    double[] perSecond = new double[ROUNDS];
    for (int k = 0; k < ROUNDS; k++) {
      long began = System.nanoTime();
      batch.run();
      perSecond[k] = rows.size() / ((System.nanoTime() - began) / 1e9);
    }
    Arrays.sort(perSecond);
    return perSecond[ROUNDS / 2];
  }

  /**
   * The 95 % quantile of the time of one forecast with its reasons, in microseconds.
   *
   * @param rows to forecast, in turn; at least one
   */
  public static double p95Micros(DelayModel model, Rows rows, int localDay) {
    return micros(model, rows, localDay)[(int) (0.95 * MEASURED)];
  }

  private static double[] micros(DelayModel model, Rows rows, int localDay) {
    double[] micros = new double[MEASURED];
    for (int i = -WARM; i < MEASURED; i++) {
      long began = System.nanoTime();
      model.forecast(rows, Math.floorMod(i, rows.size()), localDay, true);
      if (i >= 0) {
        micros[i] = (System.nanoTime() - began) / 1e3;
      }
    }
    Arrays.sort(micros);
    return micros;
  }
}
