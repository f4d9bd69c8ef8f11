package io.offblock.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static Scores scores(double[] probability, int[] delay) {
    int n = delay.length;
    double[] low = new double[n];
    double[] median = new double[n];
    double[] high = new double[n];
    for (int i = 0; i < n; i++) {
      low[i] = -10;
      median[i] = 5;
      high[i] = 30;
    }
    return new Scores(probability, low, median, high, delay, new int[n], new int[n]);
  }

  @Test
  void figuresOfFiveFlightsByHand() {
    // Ranked .9 late, .7 not, .6 late and not (tied), .2 not.
    Metrics m =
        Metrics.of(scores(new double[] {0.9, 0.7, 0.6, 0.6, 0.2}, new int[] {40, 0, 15, 14, -12}));
    assertEquals(0.4, m.baseRate(), 1e-12);
    // Pairs: .9 beats all three; .6 beats .2, ties one, loses one.
    assertEquals((3 + 1.5) / 6, m.auc(), 1e-12);
    assertEquals(0.5 * 1 + 0.5 * (2.0 / 4), m.averagePrecision(), 1e-12);
    assertEquals(
        -(Math.log(.9) + Math.log(.3) + Math.log(.6) + Math.log(.4) + Math.log(.8)) / 5,
        m.logLoss(),
        1e-12);
    assertEquals((.01 + .49 + .16 + .36 + .04) / 5, m.brier(), 1e-12);
    assertEquals((35 + 5 + 10 + 9 + 17) / 5.0, m.mae(), 1e-12);
    assertEquals(3 / 5.0, m.coverage(), 1e-12);
    assertEquals(40, m.width(), 1e-12);
    // Bins of 1/15: each probability its own, the tied two together.
    assertEquals((.1 + .7 + 2 * .1 + .2) / 5, m.ece(), 1e-12);
  }

  @Test
  void probabilitiesThatAreTrueHaveNoCalibrationErrorAndGuessesNoSkill() {
    Random random = new Random(3);
    int n = 200_000;
    double[] p = new double[n];
    int[] delay = new int[n];
    for (int i = 0; i < n; i++) {
      p[i] = random.nextDouble();
      delay[i] = random.nextDouble() < p[i] ? 20 : 0;
    }
    assertTrue(Metrics.of(scores(p, delay)).ece() < 0.006);
    // AUC of true probabilities that are uniform is 5/6.
    assertEquals(5 / 6.0, Metrics.of(scores(p, delay)).auc(), 0.004);
    for (int i = 0; i < n; i++) {
      p[i] = random.nextDouble();
    }
    assertEquals(0.5, Metrics.of(scores(p, delay)).auc(), 0.004);
  }

  @Test
  void withoutBothKindsThereIsNoRanking() {
    assertTrue(Double.isNaN(Metrics.of(scores(new double[] {.5}, new int[] {3})).auc()));
  }
}
