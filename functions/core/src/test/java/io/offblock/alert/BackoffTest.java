package io.offblock.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** When failed deliveries come back. */
class BackoffTest {
  private static final Instant DUE = Instant.parse("2026-11-24T08:00:00Z");
  private final RandomGenerator random = new Random(1);

  @Test
  void eachWaitIsTwiceAsLongUpToAnHourAndNeverShorterThanHalfOfIt() {
    for (int attempts = 1; attempts < 60; attempts++) {
      long most = Math.min(3600, 30L << Math.min(attempts - 1, 20));
      Duration wait =
          Duration.between(DUE, Backoff.USUAL.next(DUE, DUE, attempts, random).orElseThrow());
      assertTrue(wait.toSeconds() >= most / 2 && wait.toSeconds() <= most, attempts + ": " + wait);
    }
  }

  @Test
  void nothingIsTriedPastTheDeadline() {
    Instant last = DUE.plus(Duration.ofHours(24));
    assertEquals(Optional.empty(), Backoff.USUAL.next(DUE, last, 30, random));
    assertTrue(Backoff.USUAL.next(DUE, last.minusSeconds(3601), 30, random).isPresent());
  }
}
