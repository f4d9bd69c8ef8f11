package io.offblock.harvest;

import io.offblock.harvest.quota.Permits;
import io.offblock.harvest.quota.QuotaLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * The calls of one question to the provider. It remembers the moment that the last of them was
 * permitted for: of that hour speaks a refusal, whenever it comes back. Of one thread.
 */
final class Attempt implements Permits {
  /**
   * So long after a full hour by our clock it may not have begun by the provider's. No client can
   * have used up an hour's calls by then: the provider takes five in a second.
   */
  private static final Duration BEGINNING = Duration.ofSeconds(60);

  /** Until it is tried whether the provider's hour has begun. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Permits permits;
  private final QuotaLedger ledger;
  private final Timeline timeline;
  private Instant last;

  Attempt(Permits permits, QuotaLedger ledger, Timeline timeline) {
    this.permits = Objects.requireNonNull(permits);
    this.ledger = Objects.requireNonNull(ledger);
    this.timeline = Objects.requireNonNull(timeline);
    this.last = timeline.now();
  }

  @Override
  public Optional<Instant> take() {
    Optional<Instant> permit = permits.take();
    last = permit.orElse(last);
    return permit;
  }

  /**
   * The provider said that the hour's calls are used up: nobody is granted more of that hour,
   * unless it has only begun.
   *
   * @return when to ask on; empty where there is nothing to be had until the next hour
   */
  Optional<Instant> usedUp() {
    Instant now = timeline.now();
    Instant hour = last.truncatedTo(ChronoUnit.HOURS);
    boolean begun = last.isBefore(hour.plus(BEGINNING));
    if (!begun) {
      ledger.exhaust(last);
    }
    boolean over = !now.isBefore(hour.plus(1, ChronoUnit.HOURS));
    return begun || over ? Optional.of(now.plus(PAUSE)) : Optional.empty();
  }
}
