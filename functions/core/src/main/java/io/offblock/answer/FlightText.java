package io.offblock.answer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A flight's JSON (see {@link FlightJson}), written out once and told again and again: of all its
 * fields only {@code ageSeconds} changes with the moment of asking.
 */
public final class FlightText {
  private static final String AGE = "\"ageSeconds\":";

  private final JsonText before;
  private final JsonText after;
  private final Instant seenAt;

  private FlightText(JsonText before, JsonText after, Instant seenAt) {
    this.before = before;
    this.after = after;
    this.seenAt = seenAt;
  }

  /**
   * @param flight the fields as {@link FlightJson#of} gives them
   * @param seenAt what the age counts from
   */
  static FlightText of(Map<String, Object> flight, Instant seenAt) {
    String json = new String(Json.bytes(flight), StandardCharsets.UTF_8);
    // No text of a provider can hold this: its quotes are escaped.
    int from = json.indexOf(AGE) + AGE.length();
    if (from < AGE.length()) {
      throw new IllegalArgumentException("no age in " + json);
    }
    int until = from;
    while (Character.isDigit(json.charAt(until))) {
      until++;
    }
    return new FlightText(
        JsonText.of(json.substring(0, from)),
        JsonText.of(json.substring(until)),
        Objects.requireNonNull(seenAt));
  }

  /** Its place in an answer of that moment; {@link Json} writes it. */
  public At at(Instant now) {
    return new At(this, age(seenAt, now));
  }

  /** How old that is, in whole seconds. A clock that is behind makes nothing younger than new. */
  static long age(Instant seenAt, Instant now) {
    return Math.max(0, Duration.between(seenAt, now).toSeconds());
  }

  /**
   * The text as of a moment.
   *
   * @param ageSeconds since it was said
   */
  public record At(FlightText flight, long ageSeconds) {
    /** The whole object. */
    @Override
    public String toString() {
      return new String(JsonText.join(parts()).plain(), StandardCharsets.UTF_8);
    }

    List<JsonText> parts() {
      return List.of(flight.before, JsonText.of(Long.toString(ageSeconds)), flight.after);
    }
  }
}
