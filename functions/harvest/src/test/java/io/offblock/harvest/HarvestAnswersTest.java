package io.offblock.harvest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.harvest.answer.HarvestAnswers;
import io.offblock.harvest.lufthansa.Request.Asked;
import io.offblock.harvest.object.MemoryObjects;
import io.offblock.harvest.plan.Freshness;
import io.offblock.harvest.plan.Pick;
import io.offblock.harvest.plan.Pick.Promise;
import io.offblock.harvest.plan.Plan;
import io.offblock.harvest.quota.QuotaLedger;
import io.offblock.harvest.raw.MemoryVault;
import io.offblock.payload.Payload;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HarvestAnswersTest {
  private final MemoryObjects objects = new MemoryObjects();
  private final MemoryVault vault = new MemoryVault(objects);
  private final QuotaLedger ledger = new QuotaLedger(objects, 900, 4);
  private final Router router =
      new HarvestAnswers(vault, objects, ledger, "data", InstantSource.fixed(Samples.MOMENT))
          .on(Router.of());

  @Test
  void aPayloadGoesOutByteForByte() {
    Payload payload =
        Samples.payload(
            "/operations/flightstatus/LH400/2026-11-24?limit=1",
            "flightstatus",
            Samples.MOMENT,
            "{ \"as\" :\t\"it came\", \"Zürich\":1.50 }\r\n");
    vault.put(payload, 200);
    ApiAnswer answer = payload(payload.key().token());
    assertEquals(200, answer.status());
    assertArrayEquals(payload.bytes(), answer.body());
    assertEquals("application/json", answer.headers().get("Content-Type"));
    assertEquals("2026-11-24T08:00:00Z", answer.headers().get("X-Fetched-At"));
    assertEquals(payload.sha256(), answer.headers().get("X-Sha256"));
    assertEquals(payload.request(), answer.headers().get("X-Request"));
  }

  @Test
  void anUnknownPayloadIsAProblem() throws IOException {
    assertProblem(404, payload(Samples.payload(1).key().token()));
  }

  @Test
  void aTokenThatIsNoneIsAProblem() throws IOException {
    assertProblem(400, payload("%%%"));
    assertProblem(400, payload("Li4vLi4vc2VjcmV0"));
  }

  @Test
  void beforeTheFirstRunThereIsTheQuotaAlone() throws IOException {
    ledger.reserve(3, Samples.MOMENT);
    JsonNode json = harvest();
    assertEquals(3, json.at("/quota/used").asInt());
    assertEquals(900, json.at("/quota/limit").asInt());
    assertTrue(json.at("/quota/hour").asText().startsWith("2026-11-24T08:00:00"));
    assertTrue(json.at("/quota/resetsAt").asText().startsWith("2026-11-24T09:00:00"));
    assertFalse(json.has("plan"));
    assertFalse(json.has("last"));
  }

  @Test
  void theLastRunAndWhatComesNextAreTold() throws IOException {
    LastRun.write(
        objects,
        new HarvestResult(
            Samples.MOMENT.toString(), 5, 2, 1, 1, 1, new HarvestResult.Hour(5, 900), "time"),
        new LastRun.Outlook(List.of(pick("LH400", 1.26)), 0.4, List.of()),
        new Freshness(3, 4, 20, 30, 1));
    JsonNode json = harvest();
    assertEquals(5, json.at("/last/calls").asInt());
    assertEquals(2, json.at("/last/stored").asInt());
    assertEquals(1, json.at("/last/unchanged").asInt());
    assertEquals(1, json.at("/last/empty").asInt());
    assertEquals(1, json.at("/last/failed").asInt());
    assertEquals(Samples.MOMENT.toString(), json.at("/last/at").asText());
    assertEquals("/operations/flightstatus/LH400/2026-11-24", json.at("/plan/0/request").asText());
    assertEquals("looks for LH400", json.at("/plan/0/reason").asText());
    assertEquals(1.3, json.at("/plan/0/value").asDouble());
  }

  @Test
  void thePlanSaysWhatIsAskedForNextAndWhyOthersAreNot() throws IOException {
    LastRun.write(
        objects,
        new HarvestResult(
            Samples.MOMENT.toString(), 5, 2, 1, 1, 1, new HarvestResult.Hour(5, 900), "time"),
        new LastRun.Outlook(
            List.of(pick("LH400", 3), pick("LH401", 1.9)),
            2,
            List.of(
                new Plan.HeldBack(pick("LH402", 9), Samples.MOMENT.plusSeconds(30)),
                new Plan.HeldBack(pick("LH403", 9), Samples.MOMENT.minusSeconds(1)))),
        new Freshness(3, 4, 20, 30, 1));
    JsonNode plan = get("/v1/harvest/plan");
    assertEquals(1, plan.path("next").size());
    assertEquals("looks for LH400", plan.at("/next/0/reason").asText());
    assertEquals(2, plan.path("skipped").size(), plan.toString());
    assertTrue(plan.at("/skipped/0/request").asText().contains("LH401"));
    assertTrue(plan.at("/skipped/0/skippedBecause").asText().startsWith("worth 1.9, less than"));
    assertTrue(plan.at("/skipped/1/request").asText().contains("LH402"));
    assertTrue(plan.at("/skipped/1/skippedBecause").asText().contains("2026-11-24T08:00:30Z"));
    assertEquals("2026-11-24T09:00:00Z", plan.at("/quota/resetsAt").asText());
    ledger.exhaust(Samples.MOMENT);
    plan = get("/v1/harvest/plan");
    assertEquals(0, plan.path("next").size());
    assertTrue(plan.at("/skipped/0/skippedBecause").asText().contains("used up"));
  }

  private static Pick pick(String flight, double value) {
    return new Pick(
        new Asked("/operations/flightstatus/" + flight + "/2026-11-24"),
        "looks for " + flight,
        value,
        new Promise.None());
  }

  private ApiAnswer payload(String token) {
    return ask("/v1/payloads/{payload}", Map.of("payload", token));
  }

  private JsonNode harvest() throws IOException {
    return get("/v1/harvest");
  }

  private JsonNode get(String resource) throws IOException {
    ApiAnswer answer = ask(resource, Map.of());
    assertEquals(200, answer.status());
    return new ObjectMapper().readTree(answer.body());
  }

  private ApiAnswer ask(String resource, Map<String, String> path) {
    return router.answer(new ApiRequest("GET", resource, path, Map.of(), Map.of(), "r-1"));
  }

  private static void assertProblem(int status, ApiAnswer answer) throws IOException {
    assertEquals(status, answer.status());
    assertEquals("application/problem+json", answer.headers().get("Content-Type"));
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertEquals(status, problem.path("status").asInt());
    assertFalse(problem.path("detail").asText().isEmpty());
    assertFalse(problem.path("fix").asText().isEmpty());
  }
}
