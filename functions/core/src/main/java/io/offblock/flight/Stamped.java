package io.offblock.flight;

import java.util.Objects;
import java.util.Optional;

/**
 * A group of facts with the version it came in and the payload that proves it.
 *
 * @param value what was said; a record, compared by its text where two versions are equal
 * @param version when it was said
 * @param payload id of the raw payload (see {@code io.offblock.payload.PayloadKey#id})
 */
public record Stamped<T extends Record>(T value, Version version, String payload) {
  public Stamped {
    Objects.requireNonNull(value);
    Objects.requireNonNull(version);
    Objects.requireNonNull(payload);
  }

  /**
   * The newer of two statements. One page can name a flight twice with different facts under one
   * version: then the greater text wins, so that the choice never depends on the order of reading.
   */
  static <T extends Record> Optional<Stamped<T>> newest(
      Optional<Stamped<T>> a, Optional<Stamped<T>> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    int order = a.get().version.compareTo(b.get().version);
    if (order == 0) {
      order = a.get().value.toString().compareTo(b.get().value.toString());
    }
    if (order == 0) {
      order = a.get().payload.compareTo(b.get().payload);
    }
    return order >= 0 ? a : b;
  }
}
