package io.offblock.sandbox.api;

import io.offblock.sandbox.SandboxClock;
import io.offblock.sandbox.world.World;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** An API without a network or limits, whose clock the test sets. */
final class Playground {
  static final World WORLD = World.of(1);
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  final SandboxClock clock = SandboxClock.of((InstantSource) now::get);
  final Gate gate;
  final Api api;
  private String token;

  private Playground(int quota, double rate, int tokenSeconds, Optional<Recording> recording) {
    gate = new Gate(new Gate.Limits(quota, rate, tokenSeconds, Map.of("me", "secret")), clock);
    api = new Api(WORLD, clock, gate, 1, recording);
  }

  static Playground limited(int quota, double rate) {
    return new Playground(quota, rate, 21600, Optional.empty());
  }

  /** Without limits, and with a token that outlasts every jump of the clock. */
  static Playground open() {
    return new Playground(10_000_000, 1_000_000, 10_000_000, Optional.empty());
  }

  static Playground playing(Recording recording) {
    return new Playground(10_000_000, 1_000_000, 10_000_000, Optional.of(recording));
  }

  Answer tokenAnswer(String secret) {
    return api.answer(
        Call.of(
            "POST",
            "/v1/oauth/token",
            Map.of(),
            "client_id=me&client_secret=" + secret + "&grant_type=client_credentials"),
        Faults.NONE);
  }

  Answer get(String resource) {
    return get(resource, Faults.NONE, Map.of());
  }

  Answer get(String resource, Faults faults, Map<String, String> more) {
    if (token == null) {
      token = new JsonObject(tokenAnswer("secret").body()).getString("access_token");
    }
    Map<String, String> headers = new HashMap<>(Map.of("authorization", "Bearer " + token));
    headers.putAll(more);
    return api.answer(Call.of("GET", "/v1" + resource, headers, ""), faults);
  }

  JsonObject json(String resource) {
    var answer = get(resource);
    if (answer.status() != 200) {
      throw new AssertionError(resource + " answers " + answer);
    }
    return new JsonObject(answer.body());
  }

  /** Members of a list that may have collapsed. */
  static List<JsonObject> members(Object value) {
    return switch (value) {
      case JsonArray array -> array.stream().map(JsonObject.class::cast).toList();
      case JsonObject object -> List.of(object);
      default -> throw new AssertionError("neither list nor object: " + value);
    };
  }

  static List<JsonObject> flights(JsonObject answer) {
    var resource = answer.getJsonObject(answer.fieldNames().iterator().next());
    return members(resource.getJsonObject("Flights").getValue("Flight"));
  }

  static JsonObject meta(JsonObject answer) {
    return answer.getJsonObject(answer.fieldNames().iterator().next()).getJsonObject("Meta");
  }

  /** relation → address of the links in Meta, the first of each. */
  static Map<String, String> links(JsonObject answer) {
    Map<String, String> links = new HashMap<>();
    for (var link : members(meta(answer).getValue("Link"))) {
      links.putIfAbsent(link.getString("@Rel"), link.getString("@Href"));
    }
    return links;
  }
}
