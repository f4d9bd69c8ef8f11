package io.offblock.harvest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.object.ObjectStore.Condition;
import io.offblock.harvest.object.ObjectStore.NewObject;
import io.offblock.harvest.plan.Freshness;
import io.offblock.harvest.plan.Pick;
import io.offblock.harvest.plan.Plan;
import io.offblock.load.StoreUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the last run did and what it would do next, small and apart from the plan, for whoever asks.
 */
public final class LastRun {
  private static final String KEY = "state/harvest/last-run.json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LastRun() {}

  /**
   * What the plan is like when a run ends.
   *
   * @param ranked calls, the one worth most first, whether they are made or not
   * @param asks what a call must be worth to be made, by the hour's calls that are left
   * @param heldBack calls that failed a moment ago
   */
  record Outlook(List<Pick> ranked, double asks, List<Plan.HeldBack> heldBack) {}

  static void write(
      ObjectStore objects, HarvestResult result, Outlook outlook, Freshness freshness) {
    objects.put(
        KEY,
        NewObject.json(
            Json.bytes(
                Fields.none()
                    .with("last", result)
                    .with("freshness", freshness)
                    .with("plan", outlook.ranked().stream().map(p -> call(p).map()).toList())
                    .with("asks", tenth(outlook.asks()))
                    .with(
                        "heldBack",
                        outlook.heldBack().stream()
                            .map(h -> call(h.pick()).with("until", h.until()).map())
                            .toList())
                    .map())),
        new Condition.Always());
  }

  private static Fields call(Pick pick) {
    return Fields.none()
        .with("request", pick.request().text())
        .with("reason", pick.reason())
        .with("value", tenth(pick.value()));
  }

  private static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }

  /** {@code {"last","freshness","plan","asks","heldBack"}}; empty where no run has ended yet. */
  public static Optional<JsonNode> read(ObjectStore objects) {
    return objects
        .get(KEY)
        .map(
            o -> {
              try {
                return MAPPER.readTree(o.bytes());
              } catch (IOException e) {
                throw new StoreUnavailable("s3", "reading " + KEY + ", which is no JSON,", e);
              }
            });
  }
}
