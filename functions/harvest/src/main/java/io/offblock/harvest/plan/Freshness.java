package io.offblock.harvest.plan;

import java.util.Arrays;

/**
 * Age of the newest answer about each flight in the air, as far as the plan knows.
 *
 * @param airborne flights in the air
 * @param known flights known at all
 * @param p50 seconds; says nothing where no flight is in the air, as {@code p95}
 * @param p95 seconds
 * @param fresh share of flights in the air heard of within five minutes
 */
public record Freshness(int airborne, int known, long p50, long p95, double fresh) {
  static final int FRESH_SECONDS = 300;

  static Freshness of(long[] ages, int known) {
    if (ages.length == 0) {
      return new Freshness(0, known, 0, 0, 0);
    }
    Arrays.sort(ages);
    long fresh = Arrays.stream(ages).filter(a -> a <= FRESH_SECONDS).count();
    return new Freshness(
        ages.length,
        known,
        ages[(ages.length - 1) / 2],
        ages[(int) Math.ceil(0.95 * ages.length) - 1],
        (double) fresh / ages.length);
  }
}
