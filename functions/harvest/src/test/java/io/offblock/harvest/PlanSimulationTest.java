package io.offblock.harvest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The harvest's real loop, plan, pace and ledger against the sandbox's world: what share of the
 * flights truly in the air has a status of at most five minutes, from the fifth minute after a cold
 * start. The starts are those that are hardest to serve: at the beginning of a clock hour, whose
 * calls have to last, and at night, when the flights in the air are spread over many boards; and
 * one on an evening of storm, when a hub's window began with more late flights than a page holds,
 * and the same page was asked for until the hour's calls were gone. Many more are measured by
 * {@link PlanSweep}.
 */
class PlanSimulationTest {
  private static final double ASKED = 0.95;

  @ParameterizedTest
  @CsvSource({
    "1, 2026-11-24T00:02:03Z, 12",
    "1, 2026-11-24T05:02:03Z, 12",
    "1, 2026-11-24T17:52:03Z, 7",
    "2, 2026-11-24T04:02:03Z, 7",
    "1, 2026-11-26T20:48:45Z, 11"
  })
  void fiveMinutesAfterAColdStartTheSkyIsKnownAndStaysSo(long seed, Instant start, int minutes)
      throws InterruptedException {
    ColdStart measured = ColdStart.measure(World.of(seed), start, Duration.ofMinutes(minutes));
    System.out.println(measured);
    assertTrue(measured.callsByHour().stream().allMatch(c -> c <= 1000), measured::toString);
    assertTrue(measured.atFive() >= ASKED && measured.mean() >= ASKED, measured::toString);
  }
}
