package io.offblock.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a delivery that failed is tried again: after twice as long each time, less a random part, so
 * that the deliveries to a receiver that was away do not all come back at once; not at all past the
 * deadline.
 *
 * @param first the wait after the first failure
 * @param longest no wait is longer
 * @param deadline after the first attempt was due
 */
public record Backoff(Duration first, Duration longest, Duration deadline) {
  /** Half a minute, then up to an hour, for a day. */
  public static final Backoff USUAL =
      new Backoff(Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofHours(24));

  public Backoff {
    Objects.requireNonNull(first);
    Objects.requireNonNull(longest);
    Objects.requireNonNull(deadline);
  }

  /**
   * When to try again; empty where that would be past the deadline.
   *
   * @param due when the first attempt was due
   * @param attempts that failed so far, at least one
   */
  public Optional<Instant> next(Instant due, Instant now, int attempts, RandomGenerator random) {
    long most =
        attempts > 20
            ? longest.toMillis()
            : Math.min(longest.toMillis(), first.toMillis() << (attempts - 1));
    Instant next = now.plusMillis(most / 2 + random.nextLong(most / 2 + 1));
    return Optional.of(next).filter(n -> !n.isAfter(due.plus(deadline)));
  }
}
