package io.offblock.payload;

/**
 * Turns a provider's bytes into reports and reference data. A provider is one implementation;
 * stores and loaders know none.
 */
@FunctionalInterface
public interface PayloadParser {
  /**
   * Reads a payload. A record that cannot be read is in {@link ParsedPayload#rejected()} and the
   * others are good.
   *
   * @throws PoisonPayload where nothing can be read, now or ever
   */
  ParsedPayload parse(Payload payload);
}
