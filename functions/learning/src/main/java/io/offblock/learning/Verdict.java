package io.offblock.learning;

import java.util.Objects;

/**
 * Whether a challenger becomes champion.
 *
 * @param promoted whether it does
 * @param reason why, or why not, in words
 */
public record Verdict(boolean promoted, String reason) {
  public Verdict {
    Objects.requireNonNull(reason, "reason");
  }

  static Verdict promote(String reason) {
    return new Verdict(true, "promoted: " + reason);
  }

  static Verdict keep(String reason) {
    return new Verdict(false, "kept out: " + reason);
  }
}
