package io.offblock.bench;

import io.offblock.load.FlightStore;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.util.List;

/** One store, as its loader writes it and as it can be written at best. */
public interface Contender {
  /** Makes the schema; the same for both. */
  FlightStore open();

  /**
   * What writes the facts of these payloads by the store's best bulk way: no parsing, no reading
   * before, no merging, all rows and documents made beforehand. Only the run of it is measured.
   */
  Bare prepared(List<Told> told);

  /** A payload and what it says. */
  record Told(Payload payload, ParsedPayload parsed) {}

  /** A bulk write. */
  @FunctionalInterface
  interface Bare {
    void run() throws Exception;
  }
}
