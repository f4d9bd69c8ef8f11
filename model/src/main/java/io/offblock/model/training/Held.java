package io.offblock.model.training;

import io.offblock.model.evaluation.Scores;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.RollingCorrection;
import io.offblock.model.network.Network;
import io.offblock.model.network.Rows;

/**
 * A model's forecasts of later days, as they would have been made day by day: the correction of day
 * d knows outcomes to day d-2.
 */
public final class Held {
  private final Flights flights;
  private final Rows rows;
  private final int from;
  private final Network.Answer[] answers;
  private final RollingCorrection rolling;
  private final double micros;

  /**
   * @param rows of these days and of those before them that their correction stands on
   * @param from first day that is scored
   */
  public Held(Flights flights, DelayModel model, Rows rows, int from) {
    this.flights = flights;
    this.rows = rows;
    this.from = from;
    long began = System.nanoTime();
    answers = model.answers(rows);
    micros = (System.nanoTime() - began) / 1e3 / Math.max(1, rows.size());
    rolling = RollingCorrection.of(flights, rows, answers);
  }

  /** Of one row in a batch. */
  double micros() {
    return micros;
  }

  /**
   * The scores of one horizon.
   *
   * @param corrected with the rolling correction
   */
  public Scores scores(Horizon horizon, boolean corrected) {
    int[] chosen =
        java.util.stream.IntStream.range(0, rows.size())
            .filter(r -> rows.horizon(r) == horizon.ordinal())
            .filter(r -> flights.localDay(rows.flight(r)) >= from)
            .toArray();
    double[][] q = new double[4][chosen.length];
    int[] delay = new int[chosen.length];
    int[] flight = new int[chosen.length];
    int[] days = new int[chosen.length];
    RollingCorrection.Shift shift = null;
    int shiftDay = Integer.MIN_VALUE;
    for (int i = 0; i < chosen.length; i++) {
      int r = chosen[i];
      delay[i] = rows.delay(r);
      flight[i] = rows.flight(r);
      days[i] = flights.localDay(flight[i]);
      Network.Answer a = answers[r];
      if (corrected) {
        if (shift == null || shiftDay != days[i]) {
          shiftDay = days[i];
          shift = rolling.shift(horizon.ordinal(), shiftDay);
        }
        a = DelayModel.corrected(a, shift);
      }
      q[0][i] = 1 / (1 + Math.exp(-a.logOdds()));
      q[1][i] = a.low();
      q[2][i] = a.median();
      q[3][i] = a.high();
    }
    return new Scores(q[0], q[1], q[2], q[3], delay, flight, days);
  }
}
