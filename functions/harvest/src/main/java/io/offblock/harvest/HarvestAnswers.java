package io.offblock.harvest;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.harvest.object.ObjectStore;
import io.offblock.harvest.quota.Quota;
import io.offblock.harvest.quota.QuotaLedger;
import io.offblock.harvest.raw.PayloadVault;
import io.offblock.load.MissingPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import io.offblock.payload.PoisonPayload;
import io.offblock.payload.StoredObject;
import java.util.List;
import java.util.Optional;

/** What the gateway asks the harvest: the bytes of a payload, and how the harvest is. */
public final class HarvestAnswers {
  private final PayloadVault vault;
  private final ObjectStore objects;
  private final QuotaLedger ledger;
  private final String bucket;
  private final Timeline timeline;

  public HarvestAnswers(
      PayloadVault vault, ObjectStore objects, QuotaLedger ledger, String bucket, Timeline timeline) {
    this.vault = vault;
    this.objects = objects;
    this.ledger = ledger;
    this.bucket = bucket;
    this.timeline = timeline;
  }

  /** Adds both operations. */
  public Router on(Router router) {
    return router.get("/v1/payloads/{payload}", this::payload).get("/v1/harvest", r -> harvest());
  }

  private ApiAnswer payload(ApiRequest request) {
    PayloadKey key = request.payload("payload");
    try {
      Payload payload = vault.read(new StoredObject(bucket, key.objectKey()));
      return ApiAnswer.bytes(payload.bytes(), "application/json")
          .withHeader("X-Fetched-At", payload.key().fetchedAt().toString())
          .withHeader("X-Sha256", payload.sha256())
          .withHeader("X-Request", payload.request());
    } catch (MissingPayload e) {
      throw Problem.notFound(
          "no payload has the id " + key.id(), "Take an id from the field payloads of a flight.");
    } catch (PoisonPayload e) {
      throw new Problem(
          500,
          "Damaged payload",
          key.id() + " is stored, but is not what was fetched: " + e.reason(),
          "Look into the bucket; the quarantine of the stores names the same payload.");
    }
  }

  private ApiAnswer harvest() {
    Quota quota = ledger.quota(timeline.now());
    Optional<JsonNode> run = LastRun.read(objects);
    return ApiAnswer.json(
        Fields.none()
            .with(
                "quota",
                Fields.none()
                    .with("hour", quota.hour())
                    .with("used", quota.used())
                    .with("limit", quota.limit())
                    .with("resetsAt", quota.resetsAt())
                    .map())
            .with("plan", run.<Object>map(r -> r.path("plan")).orElse(List.of()))
            .maybe("last", run.map(r -> r.path("last")))
            .maybe("freshness", run.map(r -> r.path("freshness")))
            .map());
  }
}
