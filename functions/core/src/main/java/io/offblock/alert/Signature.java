package io.offblock.alert;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of webhooks as Standard Webhooks has them: {@code v1,} and the base64 of the
 * HMAC-SHA256 of {@code id.timestamp.body}. The timestamp is part of it, so that an old message
 * cannot be sent again as a new one.
 */
public final class Signature {
  /** How far sender's and receiver's clocks may be apart. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String PREFIX = "whsec_";
  private static final String SCHEME = "v1,";

  private final byte[] key;

  private Signature(byte[] key) {
    this.key = key;
  }

  /**
   * The secret of a rule, made from the installation's key: nothing that is stored beside the rule
   * tells it.
   *
   * @param master at least 32 characters
   * @param salt of the rule
   */
  public static String secret(String master, String salt) {
    if (master.length() < 32) {
      throw new IllegalArgumentException("the key that secrets are made from is too short");
    }
    byte[] secret = hmac(master.getBytes(StandardCharsets.UTF_8), "offblock alert secret " + salt);
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  /** By a secret of the form {@code whsec_<base64>}. */
  public static Signature by(String secret) {
    Objects.requireNonNull(secret);
    if (!secret.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a webhook's secret starts with " + PREFIX);
    }
    return new Signature(Base64.getDecoder().decode(secret.substring(PREFIX.length())));
  }

  /** The value of {@code webhook-signature}. */
  public String of(String id, Instant moment, String body) {
    return SCHEME
        + Base64.getEncoder()
            .encodeToString(hmac(key, "%s.%d.%s".formatted(id, moment.getEpochSecond(), body)));
  }

  /**
   * Whether a message is ours and of now: one of the signatures, apart by blanks, is right, and the
   * timestamp is within {@link #TOLERANCE}.
   */
  public boolean verifies(String id, long timestamp, String body, String signatures, Instant now) {
    if (Math.abs(now.getEpochSecond() - timestamp) > TOLERANCE.toSeconds()) {
      return false;
    }
    byte[] right = of(id, Instant.ofEpochSecond(timestamp), body).getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (String one : signatures.split(" ")) {
      found |= MessageDigest.isEqual(right, one.getBytes(StandardCharsets.UTF_8));
    }
    return found;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
