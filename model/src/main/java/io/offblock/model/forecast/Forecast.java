package io.offblock.model.forecast;

import java.util.List;

/**
 * What is to be expected of a flight.
 *
 * @param probability of arriving 15 minutes late or more, 0 to 1
 * @param minutes10 arrival delay that is fallen short of once in ten times
 * @param minutes50 the middle one
 * @param minutes90 the one that is exceeded once in ten times
 * @param reasons what moved it away from the usual flight, largest first; with the usual flight's
 *     figures they add up to the forecast before its correction. Empty where not asked for
 */
public record Forecast(
    double probability,
    double minutes10,
    double minutes50,
    double minutes90,
    List<Reason> reasons) {
  public Forecast {
    reasons = List.copyOf(reasons);
  }

  /**
   * The push of a group of features: its Shapley value against the usual flight of that horizon.
   *
   * @param group {@code rotation}, {@code congestion}, {@code memory} or {@code schedule}
   * @param points percentage points of the probability
   * @param minutes of the median
   */
  public record Reason(String group, double points, double minutes) {}
}
