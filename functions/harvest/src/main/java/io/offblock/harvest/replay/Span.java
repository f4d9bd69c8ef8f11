package io.offblock.harvest.replay;

import io.offblock.payload.PayloadKey;
import java.time.Instant;

/** A span of moments of fetching, the end not included. */
record Span(Instant since, Instant until) {
  /**
   * @param since ISO instant; null for no bound, as {@code until}
   */
  static Span of(String since, String until) {
    return new Span(
        since == null ? Instant.MIN : Instant.parse(since),
        until == null ? Instant.MAX : Instant.parse(until));
  }

  boolean holds(String key) {
    return PayloadKey.parse(key)
        .map(PayloadKey::fetchedAt)
        .filter(at -> !at.isBefore(since) && at.isBefore(until))
        .isPresent();
  }
}
