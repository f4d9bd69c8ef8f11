package io.offblock.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What three quantiles say of a delay. */
class DelayDistributionTest {
  @ParameterizedTest
  @CsvSource({
    "-5, 10, 60, -5, 0.9",
    "-5, 10, 60, 10, 0.5",
    "-5, 10, 60, 60, 0.1",
    "-5, 10, 60, 110, 0.005189", // twice as far as the 90 % quantile: 1 - Phi(2.563103)
    "-5, 10, 60, -20, 0.994811",
    "0, 0, 20, -1, 1",
    "0, 0, 20, 20, 0.1",
    "7, 7, 7, 6.9, 1",
    "7, 7, 7, 7.1, 0",
    "7, 7, 7, 7, 0.5",
  })
  void theChanceOfMore(double p10, double p50, double p90, double minutes, double chance) {
    assertEquals(chance, new DelayDistribution(p10, p50, p90).exceeds(minutes), 2e-6);
  }

  @Test
  void itNeverRisesWithTheMinutes() {
    DelayDistribution distribution = new DelayDistribution(-12, 3, 41);
    double before = 1;
    for (double minutes = -200; minutes < 400; minutes += 0.5) {
      double chance = distribution.exceeds(minutes);
      assertTrue(chance <= before && chance >= 0, minutes + ": " + chance);
      before = chance;
    }
  }

  @Test
  void quantilesThatCrossAreNone() {
    assertThrows(IllegalArgumentException.class, () -> new DelayDistribution(5, 4, 9));
  }
}
