package io.offblock.sandbox.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final String RESOURCE = "/mds-references/airlines/LH";

  @Test
  @DisplayName(
      "a token has 24 lower-case letters and digits; unknown clients get 401, and so does a small bearer")
  void tokens() {
    var sandbox = Playground.limited(1000, 1000);
    var answer = sandbox.tokenAnswer("secret");
    var json = new JsonObject(answer.body());
    assertTrue(json.getString("access_token").matches("[a-z0-9]{24}"), answer.body());
    assertEquals("bearer", json.getString("token_type"));
    assertEquals(21600, json.getInteger("expires_in"));
    assertEquals("no-store", answer.headers().get("Cache-Control"));
    assertEquals(401, sandbox.tokenAnswer("wrong").status());
    assertEquals(200, sandbox.get(RESOURCE).status());
    assertEquals(
        401,
        sandbox
            .get(
                RESOURCE,
                Faults.NONE,
                Map.of("authorization", "bearer " + json.getString("access_token")))
            .status());
    sandbox.now.set(sandbox.now.get().plusSeconds(21601));
    assertEquals(401, sandbox.get(RESOURCE).status(), "expired");
  }

  @Test
  @DisplayName(
      "the quota counts token requests too and begins again at the full hour, not an hour later")
  void quota() {
    var sandbox = Playground.limited(10, 1000);
    sandbox.now.set(Instant.parse("2026-11-24T12:58:00Z"));
    for (int i = 0; i < 9; i++) {
      assertEquals(200, sandbox.get(RESOURCE).status(), "call " + i + ", the token was the tenth");
    }
    var refused = sandbox.get(RESOURCE);
    assertEquals(403, refused.status());
    assertEquals("{ \"Error\": \"Account Over Rate Limit\" }", refused.body());
    assertEquals("ERR_403_DEVELOPER_OVER_RATE", refused.headers().get("X-Mashery-Error-Code"));
    assertEquals("120", refused.headers().get("Retry-After"));
    sandbox.now.set(Instant.parse("2026-11-24T12:59:59Z"));
    assertEquals(403, sandbox.get(RESOURCE).status());
    sandbox.now.set(Instant.parse("2026-11-24T13:00:00Z"));
    assertEquals(200, sandbox.get(RESOURCE).status());
  }

  @Test
  @DisplayName("five a second, six in a burst, then 403 with the QPS body and headers")
  void queriesPerSecond() {
    var sandbox = Playground.limited(1000, 5);
    int passed = 1; // the token
    Answer refused = null;
    for (int i = 0; i < 8; i++) {
      var answer = sandbox.get(RESOURCE);
      if (answer.status() == 200) {
        passed++;
      } else {
        refused = answer;
      }
    }
    assertEquals(6, passed);
    assertEquals("{ \"Error\": \"Account Over Queries Per Second Limit\" }", refused.body());
    assertEquals("ERR_403_DEVELOPER_OVER_QPS", refused.headers().get("X-Mashery-Error-Code"));
    assertEquals(
        "Account Over Queries Per Second Limit", refused.headers().get("X-Error-Detail-Header"));
    assertEquals("1", refused.headers().get("Retry-After"));
    int over = 0;
    for (int second = 0; second < 10; second++) {
      sandbox.now.set(sandbox.now.get().plus(Duration.ofSeconds(1)));
      int now = 0;
      for (int i = 0; i < 8; i++) {
        now += sandbox.get(RESOURCE).status() == 200 ? 1 : 0;
      }
      over = Math.max(over, now);
    }
    assertEquals(5, over, "five a second in the long run");
  }

  @Test
  @DisplayName("XML is refused, other methods too")
  void formats() {
    var sandbox = Playground.open();
    assertEquals(
        406, sandbox.get(RESOURCE, Faults.NONE, Map.of("accept", "application/xml")).status());
    assertEquals(
        200, sandbox.get(RESOURCE, Faults.NONE, Map.of("accept", "application/json")).status());
    assertEquals(404, sandbox.get("/offers/lounges/FRA").status());
  }
}
