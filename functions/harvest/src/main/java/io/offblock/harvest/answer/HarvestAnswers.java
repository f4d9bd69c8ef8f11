package io.offblock.harvest.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.harvest.LastRun;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.quota.Quota;
import io.offblock.harvest.quota.QuotaLedger;
import io.offblock.load.MissingPayload;
import io.offblock.load.PayloadSource;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the harvest answers at the gateway: the bytes behind any answer, and how the quota and the
 * plan are.
 */
public final class HarvestAnswers {
  private final PayloadSource payloads;
  private final ObjectStore objects;
  private final QuotaLedger ledger;
  private final String bucket;
  private final InstantSource clock;

  public HarvestAnswers(
      PayloadSource payloads,
      ObjectStore objects,
      QuotaLedger ledger,
      String bucket,
      InstantSource clock) {
    this.payloads = Objects.requireNonNull(payloads);
    this.objects = Objects.requireNonNull(objects);
    this.ledger = Objects.requireNonNull(ledger);
    this.bucket = Objects.requireNonNull(bucket);
    this.clock = Objects.requireNonNull(clock);
  }

  /** With these operations more. */
  public Router on(Router router) {
    return router
        .get("/v1/payloads/{payload}", this::payload)
        .get("/v1/harvest", request -> harvest())
        .get("/v1/harvest/plan", request -> plan());
  }

  private ApiAnswer payload(ApiRequest request) {
    PayloadKey key = request.payload("payload");
    try {
      Payload payload = payloads.read(new StoredObject(bucket, key.objectKey()));
      return ApiAnswer.bytes(payload.bytes(), "application/json")
          .withHeader("X-Fetched-At", payload.seenAt().toString())
          .withHeader("X-Sha256", payload.sha256())
          .withHeader("X-Request", payload.request())
          .forever();
    } catch (MissingPayload e) {
      throw Problem.notFound(
          "there is no payload " + key.id(), "Take a payload id from an answer's payloads.");
    }
  }

  private static Map<String, Object> json(Quota quota) {
    return Fields.none()
        .with("hour", quota.hour())
        .with("used", quota.used())
        .with("limit", quota.limit())
        .with("left", quota.left())
        .with("resetsAt", quota.resetsAt())
        .with("exhausted", quota.exhausted())
        .map();
  }

  /** The last run's ranking of calls, parted into what is asked for and what is not. */
  private ApiAnswer plan() {
    Quota quota = ledger.quota(clock.instant());
    Optional<JsonNode> run = LastRun.read(objects);
    double asks = run.map(r -> r.path("asks").asDouble()).orElse(0.0);
    List<Map<String, Object>> next = new ArrayList<>();
    List<Map<String, Object>> skipped = new ArrayList<>();
    for (JsonNode call : run.map(r -> r.path("plan")).orElseGet(MissingNode::getInstance)) {
      if (quota.left() == 0) {
        skipped.add(
            skipped(
                call,
                "the hour's calls are used up; the next are at " + Json.utc(quota.resetsAt())));
      } else if (call.path("value").asDouble() < asks) {
        skipped.add(
            skipped(
                call,
                "worth %s, less than the %s that a call must be worth while %d are left of the hour"
                    .formatted(call.path("value").asText(), asks, quota.left())));
      } else {
        next.add(call(call));
      }
    }
    for (JsonNode call : run.map(r -> r.path("heldBack")).orElseGet(MissingNode::getInstance)) {
      Instant until = Instant.parse(call.path("until").asText());
      if (until.isAfter(clock.instant())) {
        skipped.add(skipped(call, "it failed and is held back until " + Json.utc(until)));
      }
    }
    return ApiAnswer.json(
            Fields.none()
                .maybe("at", run.map(r -> r.at("/last/at")).filter(at -> !at.isMissingNode()))
                .with("quota", json(quota))
                .with("next", next)
                .with("skipped", skipped)
                .map())
        .freshFor(Duration.ofSeconds(10));
  }

  private static Map<String, Object> call(JsonNode call) {
    return Fields.none()
        .with("request", call.path("request"))
        .with("reason", call.path("reason"))
        .with("value", call.path("value"))
        .map();
  }

  private static Map<String, Object> skipped(JsonNode call, String because) {
    return Fields.none().all(call(call)).with("skippedBecause", because).map();
  }

  private ApiAnswer harvest() {
    Quota quota = ledger.quota(clock.instant());
    Optional<JsonNode> run = LastRun.read(objects);
    Fields answer = Fields.none().with("quota", json(quota));
    for (String part : new String[] {"plan", "last", "freshness"}) {
      if (run.filter(r -> r.has(part)).isPresent()) {
        answer = answer.with(part, run.get().get(part));
      }
    }
    return ApiAnswer.json(answer.map());
  }
}
