package io.offblock.harvest.quota;

import java.time.Instant;
import java.util.Optional;

/**
 * Leave to call the provider, one call at a time. Every attempt takes its own, a retry and a token
 * request too.
 */
@FunctionalInterface
public interface Permits {
  /** The moment at which one call may be made, now or soon; empty where the hour has no more. */
  Optional<Instant> take();
}
