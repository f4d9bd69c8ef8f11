package io.offblock.answer;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a store holds.
 *
 * @param flights known
 * @param payloads loaded
 * @param airborne in the air now; only PostgreSQL answers it
 * @param freshness age of what is known of the flights in the air now; only PostgreSQL answers it
 * @param newest the newest payload's moment; empty in an empty store
 */
public record StoreCount(
    long flights,
    long payloads,
    OptionalLong airborne,
    Optional<Freshness> freshness,
    Optional<Instant> newest) {
  public StoreCount {
    Objects.requireNonNull(airborne);
    Objects.requireNonNull(freshness);
    Objects.requireNonNull(newest);
  }

  /** Of a store that does not know what is in the air. */
  public static StoreCount of(long flights, long payloads, Optional<Instant> newest) {
    return new StoreCount(flights, payloads, OptionalLong.empty(), Optional.empty(), newest);
  }

  /**
   * Ages in seconds.
   *
   * @param p50 half of the flights are fresher
   * @param p95 95 of 100 are fresher
   */
  public record Freshness(double p50, double p95) {}
}
