package io.offblock.load;

import io.offblock.payload.ParsedPayload;
import java.time.Duration;
import java.util.List;

/**
 * How the load of one object ended. A store that is away is no outcome: {@link StoreUnavailable}
 * goes back to the queue.
 */
public sealed interface LoadOutcome {
  /**
   * The store has all that the payload says.
   *
   * @param flights reports taken in
   * @param references items of reference data taken in
   * @param rejected records that could not be read, with their reasons
   * @param lag from the moment the answer was given to the end of the load
   */
  record Loaded(int flights, int references, List<ParsedPayload.Rejected> rejected, Duration lag)
      implements LoadOutcome {
    public Loaded {
      rejected = List.copyOf(rejected);
    }
  }

  /**
   * @param reason the short word that the quarantine note carries
   */
  record Quarantined(String reason) implements LoadOutcome {}
}
