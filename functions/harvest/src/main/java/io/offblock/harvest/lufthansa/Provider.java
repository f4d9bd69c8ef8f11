package io.offblock.harvest.lufthansa;

import io.offblock.harvest.quota.Permits;
import java.time.Instant;

/** Who answers requests: Lufthansa, the sandbox, or a world in a test. */
@FunctionalInterface
public interface Provider {
  /**
   * Asks, and asks again where that helps, until the deadline. Never throws for what the provider
   * or the network does.
   *
   * @param permits one is taken for every call made
   */
  Outcome fetch(Request request, Permits permits, Instant deadline) throws InterruptedException;
}
