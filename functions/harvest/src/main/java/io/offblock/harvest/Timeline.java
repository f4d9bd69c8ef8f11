package io.offblock.harvest;

import java.time.Duration;
import java.time.Instant;

/** The clock and the waiting on it; tests play an hour in seconds. */
public interface Timeline {
  /** The present moment. */
  Instant now();

  /** Returns at that moment, or at once where it has passed. */
  void sleepUntil(Instant moment) throws InterruptedException;

  /** The machine's. */
  static Timeline system() {
    return new Timeline() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void sleepUntil(Instant moment) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), moment);
        if (left.isPositive()) {
          Thread.sleep(left);
        }
      }
    };
  }
}
