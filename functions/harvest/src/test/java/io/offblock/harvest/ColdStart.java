package io.offblock.harvest;

import io.offblock.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a harvest that began with nothing reached: shares of the flights truly in the air whose
 * newest visible answer is at most five minutes old.
 *
 * @param atFive five minutes after the start
 * @param early mean of minutes 6 to 10
 * @param mean from minute 5 to the end
 * @param least from minute 5 to the end
 * @param callsByHour calls of each clock hour, token requests included
 * @param airborne flights in the air at the end
 */
record ColdStart(
    Instant start,
    double atFive,
    double early,
    double mean,
    double least,
    List<Integer> callsByHour,
    int airborne) {
  private static final int LOOKS_A_MINUTE = 6;

  /** Plays the harvest from a moment on. */
  static ColdStart measure(World world, Instant start, Duration length)
      throws InterruptedException {
    SimulatedHarvest harvest = new SimulatedHarvest(world, start);
    harvest.minutes((int) length.toMinutes());
    List<Double> all = harvest.coverage();
    List<Double> later = all.subList(5 * LOOKS_A_MINUTE, all.size());
    return new ColdStart(
        start,
        later.getFirst(),
        mean(all.subList(6 * LOOKS_A_MINUTE, Math.min(all.size(), 10 * LOOKS_A_MINUTE))),
        mean(later),
        later.stream().mapToDouble(c -> c).min().orElseThrow(),
        harvest.world().callsByHour().entrySet().stream()
            .sorted(java.util.Map.Entry.comparingByKey())
            .map(java.util.Map.Entry::getValue)
            .toList(),
        harvest.world().airborne(harvest.now()).size());
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(0);
  }
}
