package io.offblock.load;

import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import io.offblock.payload.PoisonPayload;
import io.offblock.payload.StoredObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Loads stored objects into one store: read, parse, apply. What cannot be read is quarantined; what
 * could not be written throws.
 */
public final class PayloadLoader {
  private final PayloadSource source;
  private final PayloadParser parser;
  private final FlightStore store;
  private final Quarantine quarantine;
  private final InstantSource clock;

  /**
   * @param clock tells the lag only
   */
  public PayloadLoader(
      PayloadSource source,
      PayloadParser parser,
      FlightStore store,
      Quarantine quarantine,
      InstantSource clock) {
    this.source = Objects.requireNonNull(source);
    this.parser = Objects.requireNonNull(parser);
    this.store = Objects.requireNonNull(store);
    this.quarantine = Objects.requireNonNull(quarantine);
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * Loads one object; may be called again with it.
   *
   * @throws StoreUnavailable where storage or the store is away: the queue delivers again
   */
  public LoadOutcome load(StoredObject object) {
    Payload payload;
    ParsedPayload parsed;
    try {
      payload = source.read(object);
      parsed = parser.parse(payload);
    } catch (PoisonPayload e) {
      return quarantined(object, e.reason(), e.getMessage());
    } catch (MissingPayload e) {
      return quarantined(object, "missing", e.getMessage());
    }
    store.apply(payload, parsed);
    return new LoadOutcome.Loaded(
        parsed.reports().size(),
        parsed.references().size(),
        parsed.rejected(),
        Duration.between(payload.seenAt(), clock.instant()));
  }

  private LoadOutcome quarantined(StoredObject object, String reason, String detail) {
    quarantine.put(store.name(), object, reason, detail);
    return new LoadOutcome.Quarantined(reason);
  }
}
