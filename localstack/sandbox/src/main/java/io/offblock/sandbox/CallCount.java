package io.offblock.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/** How many calls of the API ended how, by clock hour. */
final class CallCount {
  private static final int HOURS_KEPT = 72;

  private final SandboxClock clock;
  private final TreeMap<String, TreeMap<String, Integer>> hours = new TreeMap<>();

  CallCount(SandboxClock clock) {
    this.clock = clock;
  }

  /**
   * @param outcome the status, or how the connection was cut
   */
  synchronized void count(String outcome) {
    String hour = clock.instant().truncatedTo(ChronoUnit.HOURS).toString();
    hours.computeIfAbsent(hour, key -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
    while (hours.size() > HOURS_KEPT) {
      hours.pollFirstEntry();
    }
  }

  synchronized JsonObject json() {
    var json = new JsonObject();
    hours.forEach(
        (hour, outcomes) -> {
          var counts = new JsonObject();
          outcomes.forEach(counts::put);
          json.put(hour, counts);
        });
    return new JsonObject().put("hours", json);
  }
}
