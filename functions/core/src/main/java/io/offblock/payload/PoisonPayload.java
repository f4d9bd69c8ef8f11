package io.offblock.payload;

import java.util.Objects;

/** A payload that no retry makes readable: it belongs in quarantine, with the reason. */
public final class PoisonPayload extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * @param reason a short word that quarantine counts by: {@code not-json}, {@code too-large},
   *     {@code provider-error}, {@code wrong-shape}, {@code unknown-hint}, {@code all-rejected},
   *     {@code not-gzip}, {@code sha256-mismatch}, {@code not-a-payload}, {@code metadata}, {@code
   *     unknown-provider}
   * @param detail what exactly is wrong, and where
   */
  public PoisonPayload(String reason, String detail) {
    this(reason, detail, null);
  }

  /** As the other, with what it came from. */
  public PoisonPayload(String reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = Objects.requireNonNull(reason);
  }

  /** The short word. */
  public String reason() {
    return reason;
  }
}
