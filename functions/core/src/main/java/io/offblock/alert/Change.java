package io.offblock.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What a rule fires for, once for a flight.
 *
 * @param key names the change: {@code gate=departure:B42}, {@code delay>30;status=SCHEDULED}
 * @param told when it was told
 */
public record Change(String key, Instant told) {
  public Change {
    Objects.requireNonNull(key);
    Objects.requireNonNull(told);
  }

  /**
   * The id of the message that tells it: the same for the same rule, flight and change, whoever
   * makes it and however often, so that a receiver can tell a repeat.
   */
  public String message(String rule, String flight) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((rule + '\n' + flight + '\n' + key).getBytes(StandardCharsets.UTF_8));
      return "alert_" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
