package io.offblock.forecast;

import io.offblock.flight.FlightId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What the delay model said of a flight, once. It is never changed; the next one stands beside it.
 *
 * @param flight whose
 * @param horizon how long before its scheduled off-block: {@code D0}, {@code 6h}, {@code 2h},
 *     {@code 45m}
 * @param madeAt when it was made
 * @param version of the model
 * @param world whose flights the model was trained on: {@code simulated} or {@code real}
 * @param probability of arriving 15 minutes late or more, 0 to 1
 * @param minutes10 arrival delay at the gate that is fallen short of once in ten times
 * @param minutes50 the middle one
 * @param minutes90 the one that is exceeded once in ten times
 * @param reasons what moved it away from the usual flight, largest first
 * @param payload id of the payload that it stands in
 */
public record DelayForecast(
    FlightId flight,
    String horizon,
    Instant madeAt,
    int version,
    String world,
    double probability,
    double minutes10,
    double minutes50,
    double minutes90,
    List<Reason> reasons,
    String payload) {
  public DelayForecast {
    Objects.requireNonNull(flight);
    Objects.requireNonNull(horizon);
    Objects.requireNonNull(madeAt);
    Objects.requireNonNull(world);
    Objects.requireNonNull(payload);
    reasons = List.copyOf(reasons);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("no probability: " + probability);
    }
    if (!(minutes10 <= minutes50 && minutes50 <= minutes90)) {
      throw new IllegalArgumentException(
          "quantiles cross: %s, %s, %s".formatted(minutes10, minutes50, minutes90));
    }
  }

  /**
   * The push of a group of features.
   *
   * @param group {@code rotation}, {@code congestion}, {@code memory} or {@code schedule}
   * @param points percentage points of the probability, positive where it made the flight later
   * @param minutes of the median
   */
  public record Reason(String group, double points, double minutes) {
    /** The group in a traveller's words, with its push. */
    public String words() {
      String what =
          switch (group) {
            case "rotation" -> "the aircraft's earlier flights";
            case "congestion" -> "traffic and delays at both ends now";
            case "memory" -> "how this route and flight number usually go";
            case "schedule" -> "its time, day, airports and block time";
            default -> group;
          };
      return "%s: %s points, %s minutes".formatted(what, push(points), push(minutes));
    }

    /** With its sign, which nothing has none of. */
    private static String push(double by) {
      long whole = Math.round(by);
      return whole == 0 ? "0" : "%+d".formatted(whole);
    }
  }
}
