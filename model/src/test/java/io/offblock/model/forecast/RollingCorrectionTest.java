package io.offblock.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollingCorrectionTest {
  private static final int TODAY = 20_000;

  /** Forecasts whose log odds are too low by 0.5 and whose quantiles are five minutes early. */
  private static void day(RollingCorrection c, int day, int flights, Random random) {
    for (int i = 0; i < flights; i++) {
      double z = random.nextGaussian() - 1;
      boolean late = random.nextDouble() < Calibration.probability(z + 0.5);
      // Given the outcome is late or not, uniform; quantiles of the mixture are not needed here.
      int delay = late ? 15 + random.nextInt(20) : -5 + random.nextInt(20);
      c.observe(2, day, z, delay - 5 - 8, delay - 5, delay - 5 + 8, delay);
    }
  }

  @Test
  void itFindsTheLevelThatWasMissed() {
    RollingCorrection c = new RollingCorrection();
    Random random = new Random(1);
    for (int day = TODAY - 18; day <= TODAY - 2; day++) {
      day(c, day, 3000, random);
    }
    RollingCorrection.Shift shift = c.shift(2, TODAY);
    assertEquals(0.5, shift.logOdds(), 0.05);
    assertEquals(5, shift.median(), 0.6);
    assertEquals(13, shift.low(), 1);
    assertEquals(-3, shift.high(), 1);
    assertEquals(RollingCorrection.Shift.NONE, c.shift(1, TODAY), "another horizon");
  }

  @Test
  void outcomesOfYesterdayAndOfLastMonthDoNotCount() {
    RollingCorrection c = new RollingCorrection();
    Random random = new Random(1);
    day(c, TODAY - 1, 3000, random);
    day(c, TODAY, 3000, random);
    day(c, TODAY - 19, 3000, random);
    assertEquals(RollingCorrection.Shift.NONE, c.shift(2, TODAY));
    double later = c.shift(2, TODAY + 1).logOdds();
    assertEquals(0.5 / 1.2, later, 0.05, "a day later one day counts, with care");
    c.forgetBefore(TODAY);
    assertEquals(java.util.List.of(TODAY - 1, TODAY), c.known());
  }

  /**
   * A level follows a month at the evening before, and single days less than at the horizons of the
   * day.
   */
  @Test
  void theEveningBeforeFollowsAMonthWithReserve() {
    RollingCorrection c = new RollingCorrection();
    Random random = new Random(4);
    for (int day = TODAY - 30; day <= TODAY - 2; day++) {
      for (int h : new int[] {0, 2}) {
        late(c, h, day, day < TODAY - 6 ? USUAL : 0.5, random);
      }
    }
    double evening = c.shift(0, TODAY).logOdds();
    double day = c.shift(2, TODAY).logOdds();
    assertTrue(evening > 0.05 && evening < day / 2, evening + " beside " + day);
    c.forgetBefore(TODAY);
    assertEquals(TODAY - 30, c.known().getFirst());
    assertEquals(evening, c.shift(0, TODAY).logOdds());
    assertEquals(day, c.shift(2, TODAY).logOdds());
    c.forgetBefore(TODAY + 1);
    assertEquals(TODAY - 29, c.known().getFirst());
  }

  @Test
  void aHandfulOfFlightsMovesLittle() {
    RollingCorrection c = new RollingCorrection();
    for (int i = 0; i < 5; i++) {
      c.observe(2, TODAY - 3, -1, 0, 5, 30, 60);
    }
    RollingCorrection.Shift shift = c.shift(2, TODAY);
    assertTrue(shift.logOdds() >= 0 && shift.logOdds() < 0.5, shift.toString());
    assertTrue(shift.median() >= 0 && shift.median() < 2, shift.toString());
  }

  /** The same outcomes in sum: spread evenly they are a level, in turns they are mostly weather. */
  @Test
  void oneStormyDayIsNoNewLevel() {
    RollingCorrection c = new RollingCorrection();
    Random random = new Random(3);
    for (int day = TODAY - 18; day <= TODAY - 2; day++) {
      late(c, day, day == TODAY - 2 ? 0.6 : USUAL, random);
    }
    double next = c.shift(2, TODAY).logOdds();
    assertTrue(next > 0.1 && next < 0.4, "a day among many: " + next);
    for (int day = TODAY - 1; day <= TODAY + 5; day++) {
      late(c, day, USUAL, random);
    }
    double later = c.shift(2, TODAY + 7).logOdds();
    assertTrue(later < next / 2, "a week later it has faded from %s to %s".formatted(next, later));
  }

  /** So often a flight is late whose log odds are -1. */
  private static final double USUAL = 1 / (1 + Math.E);

  private static void late(RollingCorrection c, int day, double share, Random random) {
    late(c, 2, day, share, random);
  }

  private static void late(RollingCorrection c, int horizon, int day, double share, Random random) {
    for (int i = 0; i < 2000; i++) {
      c.observe(horizon, day, -1, -10, 0, 30, random.nextDouble() < share ? 20 : 0);
    }
  }

  @Test
  void betweenTheHorizonsTheMeanOfThoseOfTheDayCounts() {
    RollingCorrection c = new RollingCorrection();
    for (int day = TODAY - 18; day <= TODAY - 2; day++) {
      for (int i = 0; i < 2000; i++) {
        c.observe(1, day, -1, -10, 0, 30, 20);
      }
    }
    assertEquals(c.shift(1, TODAY).logOdds() / 3, c.shift(4, TODAY).logOdds(), 1e-9);
  }

  @Test
  void itsFileBringsTheSameCorrection() throws Exception {
    RollingCorrection c = new RollingCorrection();
    day(c, TODAY - 4, 500, new Random(2));
    ObjectMapper json = new ObjectMapper();
    RollingCorrection read =
        RollingCorrection.of(json.readTree(json.writeValueAsString(c.toJson())));
    assertEquals(c.shift(2, TODAY), read.shift(2, TODAY));
    assertEquals(c.known(), read.known());
  }
}
