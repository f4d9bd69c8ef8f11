package io.offblock.sandbox.api;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * What goes wrong on purpose.
 *
 * @param slowMillis every answer waits this long
 * @param reset chance that the connection is cut before the answer, halfBody in its middle
 * @param error5xx chance of a 500, 502 or 504 instead of an answer
 * @param expiredToken when it is switched on, every token given so far stops working
 * @param brokenResource resource of {@code mds-references} whose record {@code brokenIndex} cannot
 *     be read, and with it any page that holds it; empty for none
 * @param clockSkewSeconds how far the sandbox's clock runs ahead
 */
public record Faults(
    int slowMillis,
    double reset,
    double halfBody,
    double error5xx,
    boolean expiredToken,
    boolean overQuota,
    boolean overQps,
    String brokenResource,
    int brokenIndex,
    int clockSkewSeconds) {

  public static final Faults NONE = new Faults(0, 0, 0, 0, false, false, false, "", -1, 0);

  private static final Set<String> NAMES =
      Set.of(
          "slow_ms",
          "reset_p",
          "half_body_p",
          "error_5xx_p",
          "expired_token",
          "over_quota",
          "over_qps",
          "broken_record",
          "clock_skew_s");

  /**
   * From the admin's JSON; what is not named is off. Throws IllegalArgumentException on an unknown
   * name or odd value.
   */
  public static Faults of(JsonObject json) {
    for (String name : json.fieldNames()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "Unknown fault " + name + "; known are " + NAMES.stream().sorted().toList() + ".");
      }
    }
    try {
      var broken = json.getJsonObject("broken_record", new JsonObject());
      return new Faults(
          json.getInteger("slow_ms", 0),
          json.getDouble("reset_p", 0.0),
          json.getDouble("half_body_p", 0.0),
          json.getDouble("error_5xx_p", 0.0),
          json.getBoolean("expired_token", false),
          json.getBoolean("over_quota", false),
          json.getBoolean("over_qps", false),
          broken.getString("resource", ""),
          broken.getInteger("index", -1),
          json.getInteger("clock_skew_s", 0));
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          "A fault has a value of the wrong type: " + json.encode() + ".", e);
    }
  }

  public JsonObject json() {
    var json =
        new JsonObject()
            .put("slow_ms", slowMillis)
            .put("reset_p", reset)
            .put("half_body_p", halfBody)
            .put("error_5xx_p", error5xx)
            .put("expired_token", expiredToken)
            .put("over_quota", overQuota)
            .put("over_qps", overQps)
            .put("clock_skew_s", clockSkewSeconds);
    return brokenResource.isEmpty()
        ? json
        : json.put(
            "broken_record",
            new JsonObject().put("resource", brokenResource).put("index", brokenIndex));
  }
}
