package io.offblock.harvest.quota;

import java.time.Instant;

/**
 * A clock hour's calls.
 *
 * @param hour its beginning
 * @param used calls reserved so far, token requests included
 * @param limit own limit, below the provider's
 * @param resetsAt the next full hour
 * @param exhausted the provider itself refuses more
 */
public record Quota(Instant hour, int used, int limit, Instant resetsAt, boolean exhausted) {
  /** Calls that may still be made. */
  public int left() {
    return exhausted ? 0 : Math.max(0, limit - used);
  }
}
