package io.offblock.payload;

import io.offblock.flight.Version;
import java.time.Instant;
import java.util.Objects;

/**
 * A provider's answer as it was stored, with what is known of its fetching.
 *
 * @param key of the raw object that holds the bytes
 * @param seenAt when this answer was given: the key's moment, or later where it was asked again and
 *     had not changed
 * @param sha256 of {@code bytes}, lower-case hex
 * @param request path and query below the API's version, without host and secrets
 * @param hint names the parser: flightstatus, customerflightinformation, schedules, countries,
 *     cities, airports, airlines, aircraft, nearest
 * @param bytes unchanged, uncompressed
 */
public record Payload(
    PayloadKey key, Instant seenAt, String sha256, String request, String hint, byte[] bytes) {
  public Payload {
    Objects.requireNonNull(key);
    Objects.requireNonNull(seenAt);
    Objects.requireNonNull(sha256);
    Objects.requireNonNull(request);
    Objects.requireNonNull(hint);
    Objects.requireNonNull(bytes);
  }

  /** The version that every fact of this payload carries. */
  public Version version() {
    return new Version(seenAt, sha256);
  }
}
