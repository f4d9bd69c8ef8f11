package io.offblock.harvest.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
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
import java.time.InstantSource;
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
        .get("/v1/harvest", request -> harvest());
  }

  private ApiAnswer payload(ApiRequest request) {
    PayloadKey key = request.payload("payload");
    try {
      Payload payload = payloads.read(new StoredObject(bucket, key.objectKey()));
      return ApiAnswer.bytes(payload.bytes(), "application/json")
          .withHeader("X-Fetched-At", payload.seenAt().toString())
          .withHeader("X-Sha256", payload.sha256())
          .withHeader("X-Request", payload.request());
    } catch (MissingPayload e) {
      throw Problem.notFound(
          "there is no payload " + key.id(), "Take a payload id from an answer's payloads.");
    }
  }

  private ApiAnswer harvest() {
    Quota quota = ledger.quota(clock.instant());
    Optional<JsonNode> run = LastRun.read(objects);
    Fields answer =
        Fields.none()
            .with(
                "quota",
                Fields.none()
                    .with("hour", quota.hour())
                    .with("used", quota.used())
                    .with("limit", quota.limit())
                    .with("resetsAt", quota.resetsAt())
                    .map());
    for (String part : new String[] {"plan", "last", "freshness"}) {
      if (run.filter(r -> r.has(part)).isPresent()) {
        answer = answer.with(part, run.get().get(part));
      }
    }
    return ApiAnswer.json(answer.map());
  }
}
