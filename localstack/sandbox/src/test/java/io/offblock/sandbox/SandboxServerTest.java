package io.offblock.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SandboxServerTest {
  private static final SandboxServer SANDBOX =
      SandboxMain.start(
          "--port", "0", "--quota", "100000", "--qps", "10000", "--client", "me:secret");
  private static final String BASE = "http://127.0.0.1:" + SANDBOX.port();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String RESOURCE = "/v1/mds-references/airports?lang=EN&limit=100";

  private String token;

  @AfterAll
  static void close() {
    SANDBOX.close();
    CLIENT.close();
  }

  @AfterEach
  void right() throws Exception {
    send("DELETE", "/_sandbox/faults", "");
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(BASE + path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    if (token == null) {
      var answer =
          send(
              "POST",
              "/v1/oauth/token",
              "client_id=me&client_secret=secret&grant_type=client_credentials");
      token = new JsonObject(answer.body()).getString("access_token");
    }
    var request =
        HttpRequest.newBuilder(URI.create(BASE + path))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static void fault(String json) throws Exception {
    assertEquals(200, send("PUT", "/_sandbox/faults", json).statusCode());
  }

  @Test
  @DisplayName("answers have the headers of the real gateway and backend")
  void headers() throws Exception {
    var headers = get(RESOURCE).headers();
    assertEquals(
        "application/json; charset=UTF-8", headers.firstValue("Content-Type").orElseThrow());
    assertEquals("Apache", headers.firstValue("Server").orElseThrow());
    assertEquals("SAMEORIGIN", headers.firstValue("X-Frame-Options").orElseThrow());
    assertTrue(
        headers
            .firstValue("Set-Cookie")
            .orElseThrow()
            .matches("JSESSIONID=[0-9A-F]{32};Path=/operations_fs_v1.2.0;Secure;HttpOnly"));
    assertTrue(headers.firstValue("X-Mashery-Message-Id").isPresent());
    assertTrue(headers.firstValue("X-Mashery-Responder").orElseThrow().endsWith("mashery.com"));
    assertTrue(headers.firstValue("Date").isPresent());
  }

  @Test
  @DisplayName("cut connections: before the answer, and in its middle")
  void cut() throws Exception {
    get(RESOURCE);
    fault("{\"reset_p\":1}");
    assertThrows(IOException.class, () -> get(RESOURCE));
    fault("{\"half_body_p\":1}");
    assertThrows(IOException.class, () -> get(RESOURCE));
    fault("{}");
    assertEquals(200, get(RESOURCE).statusCode());
  }

  @Test
  @DisplayName("the limits can be changed while it runs, and no limit can be nothing")
  void limits() throws Exception {
    JsonObject before = new JsonObject(send("GET", "/_sandbox/limits", "").body());
    try {
      assertEquals(200, get(RESOURCE).statusCode());
      assertEquals(200, send("PUT", "/_sandbox/limits", "{\"quota\":1}").statusCode());
      get(RESOURCE);
      assertEquals(
          403, get(RESOURCE).statusCode(), "the second of an hour, should one begin just now");
      for (String odd : new String[] {"{\"quota\":0}", "{\"qps\":\"x\"}", "{\"qps\":-1}", "{"}) {
        assertEquals(400, send("PUT", "/_sandbox/limits", odd).statusCode(), odd);
      }
      assertEquals(
          before.copy().put("quota", 1),
          new JsonObject(send("GET", "/_sandbox/limits", "").body()));
    } finally {
      assertEquals(200, send("PUT", "/_sandbox/limits", before.encode()).statusCode());
    }
    assertEquals(200, get(RESOURCE).statusCode());
  }

  @Test
  @DisplayName("slow answers, server errors, limits and expired tokens on demand")
  void onDemand() throws Exception {
    get(RESOURCE);
    fault("{\"slow_ms\":300}");
    long begin = System.nanoTime();
    assertEquals(200, get(RESOURCE).statusCode());
    assertTrue(System.nanoTime() - begin > 290_000_000L);
    fault("{\"error_5xx_p\":1}");
    assertTrue(get(RESOURCE).statusCode() >= 500);
    fault("{\"over_quota\":true}");
    assertEquals("{ \"Error\": \"Account Over Rate Limit\" }", get(RESOURCE).body());
    fault("{\"over_qps\":true}");
    assertEquals("{ \"Error\": \"Account Over Queries Per Second Limit\" }", get(RESOURCE).body());
    fault("{\"expired_token\":true}");
    assertEquals(401, get(RESOURCE).statusCode());
    token = null;
    assertEquals(200, get(RESOURCE).statusCode(), "a new token works");
    fault("{\"broken_record\":{\"resource\":\"airports\",\"index\":3}}");
    assertEquals(500, get(RESOURCE).statusCode());
    assertEquals(400, send("PUT", "/_sandbox/faults", "{\"slow\":1}").statusCode());
    assertEquals(400, send("PUT", "/_sandbox/faults", "{\"slow_ms\":\"x\"}").statusCode());
  }

  @Test
  @DisplayName("a skewed clock shows in the Date header and in the world's now")
  void skew() throws Exception {
    fault("{\"clock_skew_s\":86400}");
    var now =
        java.time.Instant.parse(
            new JsonObject(send("GET", "/_sandbox/health", "").body()).getString("now"));
    assertTrue(now.isAfter(java.time.Instant.now().plusSeconds(86000)), now.toString());
  }

  @Test
  @DisplayName("the admin tells the truth about what is in the air, and counts the calls")
  void admin() throws Exception {
    var truth = new JsonObject(send("GET", "/_sandbox/truth?at=2026-11-24T12:00:00Z", "").body());
    assertEquals(
        truth.getJsonArray("airborne").size(),
        truth.getJsonObject("counts").getInteger("airborne"));
    assertTrue(truth.getJsonArray("airborne").size() > 500);
    var flight = truth.getJsonArray("airborne").getJsonObject(0);
    assertTrue(
        flight.getString("id").matches("[A-Z0-9]{2}-\\d+-[A-Z]{3}-[A-Z]{3}-\\d{8}T\\d{4}"),
        flight.encode());
    assertEquals(400, send("GET", "/_sandbox/truth?at=noon", "").statusCode());
    get(RESOURCE);
    var hours = new JsonObject(send("GET", "/_sandbox/calls", "").body()).getJsonObject("hours");
    int ok =
        hours.stream().mapToInt(hour -> ((JsonObject) hour.getValue()).getInteger("200", 0)).sum();
    assertTrue(ok > 1, hours.encode());
    assertEquals(404, send("GET", "/_sandbox/nothing", "").statusCode());
  }

  @Test
  @DisplayName("an unknown option is refused with its name")
  void options() {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> SandboxMain.start("--colour", "red"));
    assertTrue(refused.getMessage().contains("--colour"));
  }
}
