package io.offblock.model.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.Sky;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.feature.Flights;
import io.offblock.model.promotion.PromotionGate.Decision;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Scores whose truth is known: the outcome is drawn from the champion's own probability. */
class PromotionGateTest {
  /** West of Greenwich the first flights leave on the local day before. */
  private static final int BEFORE = Sky.firstDay() - 2;

  private final Flights flights = Sky.table(Sky.flights(40, 100, 5));
  private final PromotionGate gate = new PromotionGate(flights);
  private final Scores truth = truth();

  private Scores truth() {
    Random random = new Random(9);
    int n = flights.size();
    double[] p = new double[n];
    double[] low = new double[n];
    double[] high = new double[n];
    int[] delay = new int[n];
    int[] flight = new int[n];
    int[] day = new int[n];
    for (int i = 0; i < n; i++) {
      p[i] = 1 / (1 + Math.exp(1.2 - 1.5 * random.nextGaussian()));
      delay[i] = random.nextDouble() < p[i] ? 20 : 0;
      boolean inside = random.nextDouble() < 0.8;
      low[i] = inside ? delay[i] - 10 : delay[i] + 1;
      high[i] = delay[i] + 20;
      flight[i] = i;
      day[i] = flights.localDay(i);
    }
    return new Scores(p, low, low, high, delay, flight, day);
  }

  private static Scores with(Scores s, DoubleUnaryOperator change) {
    double[] p = java.util.Arrays.stream(s.probability()).map(change).toArray();
    return new Scores(p, s.low(), s.median(), s.high(), s.delay(), s.flight(), s.day());
  }

  private Decision decide(Scores challenger, Scores champion) {
    return gate.decide(challenger, Optional.of(champion), BEFORE, 100);
  }

  private static List<String> failed(Decision decision) {
    assertFalse(decision.promote());
    assertFalse(decision.reason().isBlank());
    return decision.checks().stream().filter(c -> !c.passed()).map(c -> c.name()).toList();
  }

  @Test
  void oneThatKnowsMoreIsPromoted() {
    Scores dull = with(truth, p -> 0.6 * p + 0.4 * 0.29);
    Decision decision = decide(truth, dull);
    assertTrue(decision.promote(), decision.reason());
    assertEquals("all checks passed", decision.reason());
  }

  @Test
  void theFirstNeedsNoChampionButTheOtherChecks() {
    assertTrue(gate.decide(truth, Optional.empty(), BEFORE, 100).promote());
    assertEquals(
        List.of("ece"),
        failed(gate.decide(with(truth, p -> p * 0.7), Optional.empty(), BEFORE, 100)));
  }

  @Test
  void worseLogLossIsRefused() {
    Random random = new Random(2);
    Scores noisy =
        with(truth, p -> 1 / (1 + Math.exp(-Math.log(p / (1 - p)) - 0.35 * random.nextGaussian())));
    assertTrue(failed(decide(noisy, truth)).contains("log-loss"));
  }

  @Test
  void badCalibrationIsRefusedEvenWhereItRanksAsWell() {
    assertTrue(failed(decide(with(truth, p -> Math.sqrt(p)), truth)).contains("ece"));
  }

  @Test
  void anIntervalThatDoesNotKeepItsPromiseIsRefused() {
    double[] narrow = java.util.Arrays.stream(truth.low()).map(v -> v + 11).toArray();
    Scores s =
        new Scores(
            truth.probability(),
            narrow,
            narrow,
            truth.high(),
            truth.delay(),
            truth.flight(),
            truth.day());
    assertEquals(List.of("coverage"), failed(decide(s, truth)));
  }

  @Test
  void oneCarrierThatSuffersIsEnoughToRefuse() {
    Random random = new Random(4);
    double[] p = truth.probability().clone();
    for (int i = 0; i < p.length; i++) {
      if (flights.carrier(i).equals("UA") && random.nextInt(6) == 0) {
        p[i] = 0.29;
      }
    }
    Scores s =
        new Scores(
            p,
            truth.low(),
            truth.median(),
            truth.high(),
            truth.delay(),
            truth.flight(),
            truth.day());
    Decision decision = decide(s, truth);
    assertTrue(failed(decision).contains("carrier"), decision.reason());
    assertTrue(decision.reason().contains("UA"), decision.reason());
  }

  @Test
  void slowForecastsAreRefusedAndAMissingFigureIsNoPass() {
    assertEquals(List.of("latency"), failed(gate.decide(truth, Optional.of(truth), BEFORE, 301)));
    assertEquals(
        List.of("latency"), failed(gate.decide(truth, Optional.of(truth), BEFORE, Double.NaN)));
  }

  @Test
  void daysThatItWasTrainedOnProveNothing() {
    assertEquals(
        List.of("unseen-days"),
        failed(gate.decide(truth, Optional.of(truth), Sky.firstDay() + 3, 100)));
  }

  @Test
  void otherFlightsCannotBeCompared() {
    assertThrows(IllegalArgumentException.class, () -> decide(truth, truth.where(i -> i % 2 == 0)));
  }
}
