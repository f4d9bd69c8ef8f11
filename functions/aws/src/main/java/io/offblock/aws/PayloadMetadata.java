package io.offblock.aws;

import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.PoisonPayload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;

/** What an object's user metadata says of the payload in it, and whether it is true. */
final class PayloadMetadata {
  private PayloadMetadata() {}

  static Map<String, String> of(Payload payload, int status) {
    return Map.of(
        "request", ascii(payload.request()),
        "status", Integer.toString(status),
        "fetched-at", millis(payload.key().fetchedAt()),
        "sha256", payload.sha256(),
        "hint", payload.hint());
  }

  /**
   * @throws PoisonPayload where the metadata is incomplete, or the bytes are not those that were
   *     fetched
   */
  static Payload payload(PayloadKey key, Map<String, String> metadata, byte[] bytes) {
    String sha256 = sha256(bytes);
    if (!sha256.equals(value(metadata, "sha256", key)) || !sha256.startsWith(key.digest())) {
      throw new PoisonPayload(
          "sha256-mismatch",
          "%s has sha256 %s, its metadata says %s"
              .formatted(key.objectKey(), sha256, metadata.get("sha256")));
    }
    try {
      return new Payload(
          key,
          Instant.parse(value(metadata, "fetched-at", key)),
          sha256,
          value(metadata, "request", key),
          value(metadata, "hint", key),
          bytes);
    } catch (DateTimeException e) {
      throw new PoisonPayload("metadata", key.objectKey() + ": fetched-at is no moment", e);
    }
  }

  /** ISO with milliseconds, always three digits. */
  static String millis(Instant moment) {
    String text = moment.truncatedTo(ChronoUnit.MILLIS).toString();
    return moment.truncatedTo(ChronoUnit.MILLIS).getNano() == 0 ? text.replace("Z", ".000Z") : text;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String value(Map<String, String> metadata, String name, PayloadKey key) {
    String value = metadata.get(name);
    if (value == null) {
      throw new PoisonPayload("metadata", key.objectKey() + " has no metadata " + name);
    }
    return value;
  }

  /**
   * S3 user metadata travels as HTTP headers: whatever is not plain ASCII is percent-encoded, what
   * is encoded stays.
   */
  private static String ascii(String request) {
    StringBuilder text = new StringBuilder();
    for (byte b : request.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0x20 && b < 0x7f) {
        text.append((char) b);
      } else {
        text.append('%').append("%02X".formatted(b));
      }
    }
    return text.toString();
  }
}
