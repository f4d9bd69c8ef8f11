package io.offblock.harvest;

import io.offblock.harvest.lufthansa.Outcome.Found;
import io.offblock.harvest.raw.RawStore.Kept;
import java.time.Instant;

/**
 * What came of one request that a person asked for.
 *
 * @param key of the raw object or marker; null where nothing was stored
 * @param payload id of the payload; null likewise
 * @param fetchedAt ISO
 * @param unchanged whether it is the last answer again
 * @param bytes of the answer
 * @param problem why nothing was stored; null where all is well
 */
public record FetchResult(
    String key, String payload, String fetchedAt, boolean unchanged, int bytes, String problem) {
  static FetchResult of(Kept kept, Found found) {
    return new FetchResult(
        kept.object().key(),
        kept.payload().key().id(),
        kept.payload().seenAt().toString(),
        kept.unchanged(),
        found.body().length,
        null);
  }

  static FetchResult none(Instant at, String problem) {
    return new FetchResult(null, null, at.toString(), false, 0, problem);
  }
}
