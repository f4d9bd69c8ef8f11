package io.offblock.harvest.plan;

import io.offblock.payload.Payload;

/** Reads from a stored answer what the plan learns of it. */
@FunctionalInterface
public interface PageReader {
  /**
   * @throws io.offblock.payload.PoisonPayload where nothing can be read
   */
  SightingPage read(Payload payload);
}
