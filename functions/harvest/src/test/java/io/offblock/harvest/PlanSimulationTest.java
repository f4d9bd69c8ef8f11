package io.offblock.harvest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The harvest's real loop, plan, pace and ledger against the sandbox's world: what share of the
 * flights truly in the air has a status of at most five minutes, from the fifth minute after a cold
 * start.
 */
class PlanSimulationTest {
  private static final int MINUTES = 20;
  private static final int LOOKS_A_MINUTE = 6;

  @ParameterizedTest
  @CsvSource({"2026-11-24T03:00:07Z", "2026-11-24T08:40:03Z", "2026-11-24T17:52:03Z"})
  void fiveMinutesAfterAColdStartTheSkyIsKnownAndStaysSo(Instant start)
      throws InterruptedException {
    SimulatedHarvest harvest = new SimulatedHarvest(1, start);
    harvest.minutes(MINUTES);
    List<Double> later = harvest.coverage().subList(5 * LOOKS_A_MINUTE, harvest.coverage().size());
    double atFive = later.getFirst();
    double mean = later.stream().mapToDouble(c -> c).average().orElseThrow();
    double least = later.stream().mapToDouble(c -> c).min().orElseThrow();
    String figures =
        "%s: minute 5 %.3f, mean %.3f, least %.3f, calls by hour %s of %d in the air"
            .formatted(
                start,
                atFive,
                mean,
                least,
                harvest.world().callsByHour().values(),
                harvest.world().airborne(harvest.now()).size());
    System.out.println(figures);
    assertTrue(harvest.world().callsByHour().values().stream().allMatch(c -> c <= 1000), figures);
    assertTrue(atFive >= 0.9 && mean >= 0.9, figures);
  }
}
