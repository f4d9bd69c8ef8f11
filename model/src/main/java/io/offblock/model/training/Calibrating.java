package io.offblock.model.training;

import io.offblock.model.forecast.Calibration;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.network.Layout;
import io.offblock.model.network.Network;
import io.offblock.model.network.Rows;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** Finds a model's calibration on days later than it was trained on. */
final class Calibrating {
  /** Fewer rows of a horizon say too little: it is left as it is. */
  private static final int LEAST = 500;

  private Calibrating() {}

  static Calibration on(DelayModel model, Rows rows, IntPredicate wanted) {
    Calibration c = Calibration.none();
    Network.Answer[] answers = model.answers(rows);
    for (int h = 0; h < Layout.HORIZONS - 1; h++) {
      int horizon = h;
      int[] chosen =
          java.util.stream.IntStream.range(0, rows.size())
              .filter(r -> rows.horizon(r) == horizon && wanted.test(r))
              .toArray();
      if (chosen.length < LEAST) {
        continue;
      }
      double[] logOdds = new double[chosen.length];
      boolean[] late = new boolean[chosen.length];
      double[][] missed = new double[3][chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        Network.Answer a = answers[chosen[i]];
        int delay = rows.delay(chosen[i]);
        logOdds[i] = a.logOdds();
        late[i] = delay >= 15;
        missed[0][i] = delay - a.low();
        missed[1][i] = delay - a.median();
        missed[2][i] = delay - a.high();
      }
      double[] line = Calibration.line(logOdds, late);
      c.slope()[h] = line[0];
      c.intercept()[h] = line[1];
      c.low()[h] = quantile(missed[0], 0.1);
      c.median()[h] = quantile(missed[1], 0.5);
      c.high()[h] = quantile(missed[2], 0.9);
    }
    between(c);
    return c;
  }

  /** Between the horizons: the mean of the three on the day. */
  private static void between(Calibration c) {
    for (double[] part : new double[][] {c.slope(), c.intercept(), c.low(), c.median(), c.high()}) {
      part[Layout.HORIZONS - 1] = (part[1] + part[2] + part[3]) / 3;
    }
  }

  private static double quantile(double[] missed, double share) {
    Arrays.sort(missed);
    return missed[(int) Math.min(missed.length - 1, Math.ceil(share * (missed.length + 1)) - 1)];
  }
}
