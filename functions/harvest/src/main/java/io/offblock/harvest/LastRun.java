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

  static void write(
      ObjectStore objects, HarvestResult result, List<Pick> next, Freshness freshness) {
    objects.put(
        KEY,
        NewObject.json(
            Json.bytes(
                Fields.none()
                    .with("last", result)
                    .with("freshness", freshness)
                    .with(
                        "plan",
                        next.stream()
                            .map(
                                p ->
                                    Fields.none()
                                        .with("request", p.request().text())
                                        .with("reason", p.reason())
                                        .with("value", Math.round(p.value() * 10) / 10.0)
                                        .map())
                            .toList())
                    .map())),
        new Condition.Always());
  }

  /** {@code {"last","freshness","plan"}}; empty where no run has ended yet. */
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
