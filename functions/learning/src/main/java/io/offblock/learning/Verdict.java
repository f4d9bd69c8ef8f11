package io.offblock.learning;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether a challenger becomes champion.
 *
 * @param promoted whether it does
 * @param reason why, or why not, in words
 * @param against version of the champion that it was compared with, 0 where there was none
 */
public record Verdict(boolean promoted, String reason, int against) {
  public Verdict {
    Objects.requireNonNull(reason, "reason");
  }

  static Verdict promote(String reason) {
    return new Verdict(true, "promoted: " + reason, 0);
  }

  static Verdict keep(String reason) {
    return new Verdict(false, "kept out: " + reason, 0);
  }

  Verdict against(Champion champion) {
    return new Verdict(promoted, reason, champion.version());
  }

  /**
   * What it comes to when another champion stands by now: it says nothing of that one.
   *
   * @param now the champion of now
   * @param run that the verdict is of; a second try finds itself
   */
  Verdict heldTo(Optional<Champion> now, String run) {
    boolean itself = now.filter(c -> c.run().equals(run)).isPresent();
    int stands = now.map(Champion::version).orElse(0);
    return !promoted || itself || stands == against
        ? this
        : keep(
            "version %d became champion after they were compared; train again".formatted(stands));
  }
}
