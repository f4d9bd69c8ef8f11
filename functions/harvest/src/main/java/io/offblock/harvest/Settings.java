package io.offblock.harvest;

import java.net.URI;
import java.util.Map;

/**
 * What the harvest is told from outside.
 *
 * @param bucket holds raw payloads, markers and the harvest's state
 * @param lufthansa base address, version included: {@code https://api.lufthansa.com/v1}
 * @param callsPerHour own limit below the provider's 1,000 in a clock hour, token requests included
 * @param callsPerSecond own limit below the provider's 5
 */
public record Settings(String bucket, URI lufthansa, int callsPerHour, int callsPerSecond) {

  /**
   * Reads {@code OFFBLOCK_BUCKET}, {@code LUFTHANSA_URL}, {@code HARVEST_CALLS_PER_HOUR} (900) and
   * {@code HARVEST_CALLS_PER_SECOND} (4).
   *
   * @throws IllegalArgumentException where a number is none or not positive
   */
  public static Settings of(Map<String, String> environment) {
    return new Settings(
        environment.getOrDefault("OFFBLOCK_BUCKET", "offblock-data"),
        URI.create(
            environment
                .getOrDefault("LUFTHANSA_URL", "https://api.lufthansa.com/v1")
                .replaceAll("/+$", "")),
        positive(environment, "HARVEST_CALLS_PER_HOUR", 900),
        positive(environment, "HARVEST_CALLS_PER_SECOND", 4));
  }

  private static int positive(Map<String, String> environment, String name, int otherwise) {
    String text = environment.getOrDefault(name, Integer.toString(otherwise));
    int value;
    try {
      value = Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a whole number: " + text);
    }
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + text);
    }
    return value;
  }
}
