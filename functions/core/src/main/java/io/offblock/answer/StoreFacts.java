package io.offblock.answer;

import java.time.Instant;
import java.util.Optional;

/** What a store can say of itself, beside its flights. */
public interface StoreFacts {
  /** What it holds now. */
  StoreCount count();

  /**
   * When a payload was loaded, or for stores that keep the provider's moment only, that; empty
   * where it was not.
   */
  Optional<Instant> loadedAt(String payloadId);
}
