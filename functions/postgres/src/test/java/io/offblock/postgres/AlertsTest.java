package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.Histories;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.alert.Backoff;
import io.offblock.alert.Reach;
import io.offblock.alert.Signature;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Asking;
import io.offblock.answer.Router;
import io.offblock.flight.FlightId;
import io.offblock.forecast.ForecastParser;
import io.offblock.payload.Payload;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts from the rule to the receiver: a database, loaders, a server that webhooks go to. */
class AlertsTest {
  private static final String MASTER = "a key of this installation, long enough";
  private static final PostgresSession SESSION = Database.session();
  private static final PostgresSession ALERTS =
      new PostgresSession(Database.URL, "offblock_alerts", "");

  private final Receiver receiver = new Receiver();
  private Instant now = Instant.parse("2026-11-24T07:00:00Z");

  @BeforeEach
  void empty() {
    Database.empty();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private AlertRounds rounds(Reach reach) {
    return new AlertRounds(
        ALERTS,
        new AlertWatch(ALERTS, Airports.packaged(), () -> now),
        new AlertCourier(
            ALERTS,
            new Webhook(reach, () -> now),
            MASTER,
            Backoff.USUAL,
            new SecureRandom(),
            () -> now),
        () -> now);
  }

  private AlertRounds.Done round() {
    return rounds(Reach.PRIVATE).run();
  }

  private ApiAnswer ask(String method, String resource, Map<String, String> path, String body) {
    Router router =
        new AlertAnswers(
                ALERTS,
                Airports.packaged(),
                new Webhook(Reach.PRIVATE, () -> now),
                MASTER,
                new SecureRandom(),
                () -> now)
            .on(Router.of());
    Map<String, String> in = new HashMap<>();
    Map<String, String> query = new HashMap<>();
    path.forEach((k, v) -> (resource.contains("{" + k + "}") ? in : query).put(k, v));
    return router.answer(new ApiRequest(method, resource, in, query, Map.of(), "test", body));
  }

  private JsonNode told(int status, ApiAnswer answer) {
    assertEquals(status, answer.status(), Asking.text(answer));
    assertEquals(
        answer.status() < 300 ? "application/json" : "application/problem+json",
        answer.headers().get("Content-Type"));
    return Asking.json(answer);
  }

  private JsonNode make(String conditions) {
    return told(201, ask("POST", "/v1/alerts", Map.of(), body("late", receiver.url(), conditions)));
  }

  private static String body(String name, String url, String conditions) {
    return "{\"name\":\"%s\",\"url\":\"%s\",\"conditions\":%s}".formatted(name, url, conditions);
  }

  private JsonNode log(JsonNode rule) {
    return told(
            200,
            ask(
                "GET",
                "/v1/alerts/{alert}/deliveries",
                Map.of("alert", rule.path("id").asText()),
                ""))
        .path("deliveries");
  }

  /** The small world's statements are of 08:01 to 08:12. */
  private void load() {
    SmallWorld.tell(SESSION);
  }

  @Test
  void aRuleIsMadeReadChangedAndDeletedAndItsSecretIsToldOnce() {
    JsonNode made = make("{\"airport\":\"EDDF\",\"airline\":\"dlh\",\"delayOverMinutes\":15}");
    String id = made.path("id").asText();
    String secret = made.path("secret").asText();
    assertTrue(secret.startsWith("whsec_"), secret);
    assertEquals("FRA", made.at("/conditions/airport").asText());
    Map<String, String> path = Map.of("alert", id);
    ApiAnswer read = ask("GET", "/v1/alerts/{alert}", path, "");
    ApiAnswer all = ask("GET", "/v1/alerts", Map.of(), "");
    for (ApiAnswer answer : List.of(read, all)) {
      String text = Asking.text(answer);
      assertFalse(text.contains(secret) || text.contains("secret-path"), text);
    }
    assertEquals("late", told(200, read).path("name").asText());
    assertEquals(1, told(200, all).path("alerts").size());
    assertFalse(
        Database.query("select r::text from alert.rule as r").contains(secret.substring(6)));

    now = now.plusSeconds(60);
    JsonNode same =
        told(
            200,
            ask(
                "PUT",
                "/v1/alerts/{alert}",
                path,
                body("later", receiver.url(), made.path("conditions").toString())));
    assertEquals(made.path("since"), same.path("since"), "another name is no other rule");
    JsonNode other =
        told(
            200,
            ask(
                "PUT",
                "/v1/alerts/{alert}",
                path,
                body("gate", receiver.url(), "{\"gateChange\":true}")));
    assertEquals("2026-11-24T07:01:00Z", other.path("since").asText());
    assertFalse(other.has("secret"));
    assertEquals(204, ask("DELETE", "/v1/alerts/{alert}", path, "").status());
    told(404, ask("GET", "/v1/alerts/{alert}", path, ""));
    told(404, ask("DELETE", "/v1/alerts/{alert}", path, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"name\":\"x\",\"url\":\"https://example.org/\"}",
        "{\"name\":\" \",\"url\":\"https://example.org/\",\"conditions\":{\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"ftp://example.org/\",\"conditions\":{\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"file:///etc/passwd\",\"conditions\":{\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"https://user:pass@example.org/\",\"conditions\":{\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"https://\",\"conditions\":{\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"https://example.org:65536/\",\"conditions\":{\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"https://example.org:0/\",\"conditions\":{\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"airport\":\"FRA\"}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"gateChange\":false}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"gateChange\":true,\"airport\":\"QQQ\"}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"status\":[\"late\"]}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"status\":{\"a\":\"landed\"}}}",
        "{\"name\":\"\\ud800\",\"url\":\"https://example.org/\",\"conditions\":{\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"delayOverMinutes\":-1}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"probabilityOver\":1}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"flight\":\"400\",\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"colour\":1,\"gateChange\":true}}",
        "{\"name\":\"x\",\"url\":\"https://example.org/\",\"conditions\":{\"gateChange\":true},\"id\":1}",
      })
  void whatIsNoRuleIsRefusedWithItsFix(String body) {
    JsonNode problem = told(400, ask("POST", "/v1/alerts", Map.of(), body));
    assertFalse(problem.path("fix").asText().isEmpty(), problem::toString);
    assertEquals("0", Database.query("select count(*) from alert.rule"));
  }

  /**
   * What each rule fires in the small world, whose flights and delays are in {@link SmallWorld}.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"delayOverMinutes\":20} | LH-101-MUC-FRA-20261124T0845 delay>20, LH-104-FRA-MUC-20261124T1330 delay>20, LH-100-FRA-MUC-20261123T0700 delay>20",
        "{\"delayOverMinutes\":20,\"origin\":\"EDDM\",\"destination\":\"FRA\"} | LH-101-MUC-FRA-20261124T0845 delay>20",
        "{\"flight\":\"UAL8900\",\"status\":[\"landed\"]} | LH-101-MUC-FRA-20261124T0845 status=LANDED",
        "{\"status\":[\"cancelled\"]} | LH-102-FRA-MUC-20261124T1030 status=CANCELLED",
        "{\"gateChange\":true,\"airline\":\"DLH\"} | LH-400-FRA-JFK-20261124T1055 gate=departure:Z58",
        "{\"status\":[\"airborne\"],\"airline\":\"LX\"} | LX-8-ZRH-FRA-20261124T1210 status=AIRBORNE",
        "{\"status\":[\"cancelled\"],\"airport\":\"JFK\"} | ",
      })
  void aRuleFiresForWhatIsLoadedAndNeverTwice(String conditions, String expected) {
    make(conditions);
    load();
    now = Instant.parse("2026-11-24T12:00:00Z");
    round();
    String fired =
        Database.query("select flight || ' ' || change from alert.delivery order by told_at");
    assertEquals(expected == null ? "" : expected.replace(", ", "\n"), fired);
    int messages = receiver.messages().size();
    load();
    AlertRounds.Done again = round();
    assertEquals(0, again.fired());
    assertEquals(messages, receiver.messages().size());
    assertEquals("0", Database.query("select count(*) from alert.news"));
  }

  @Test
  void aForecastFires() {
    make("{\"probabilityOver\":0.6,\"airport\":\"FRA\"}");
    load();
    now = Instant.parse("2026-11-24T09:00:00Z");
    Payload payload =
        Samples.payload(
            "/forecast/2h",
            "forecast",
            Instant.parse("2026-11-24T08:30:00Z"),
            """
            {"model":{"name":"flight-delay","version":3,"world":"simulated"},"horizon":"2h","made_at":"2026-11-24T08:30:00Z",
             "forecasts":[{"flight":"LH-104-FRA-MUC-20261124T1330","probability":0.7,"minutes":[0,22,60],"reasons":[]},
              {"flight":"LH-300-FRA-VIE-20261124T0900","probability":0.6,"minutes":[0,22,60],"reasons":[]}]}
            """);
    new PostgresFlightStore(SESSION).apply(payload, new ForecastParser().parse(payload));
    round();
    assertEquals(
        "LH-104-FRA-MUC-20261124T1330 probability>0.6",
        Database.query("select flight || ' ' || change from alert.delivery"));
  }

  @Test
  void theMessageIsSignedAndNamesTheFlight() {
    JsonNode rule = make("{\"status\":[\"cancelled\"]}");
    load();
    now = Instant.parse("2026-11-24T12:00:00Z");
    assertEquals(1, round().delivered());
    Receiver.Message message = receiver.messages().getFirst();
    Signature signature = Signature.by(rule.path("secret").asText());
    assertTrue(
        signature.verifies(
            message.id(), message.timestamp(), message.body(), message.signature(), now));
    assertEquals("/hooks/secret-path", message.path());
    JsonNode delivery = log(rule).get(0);
    assertEquals("delivered", delivery.path("state").asText());
    assertEquals(message.id(), delivery.path("id").asText());
    assertEquals(204, delivery.at("/attempts/0/status").asInt());
    assertTrue(
        message
            .body()
            .startsWith("{\"type\":\"flight.alert\",\"timestamp\":\"2026-11-24T12:00:00Z\""));
    assertTrue(message.body().contains("\"id\":\"LH-102-FRA-MUC-20261124T1030\""), message.body());
    assertFalse(message.body().contains(rule.path("secret").asText()));
  }

  @Test
  void whatFailsComesBackAsTheSameMessageUntilItArrives() {
    JsonNode rule = make("{\"status\":[\"cancelled\"]}");
    load();
    now = Instant.parse("2026-11-24T12:00:00Z");
    receiver.answers(503);
    assertEquals(1, round().waiting());
    assertEquals(0, round().waiting(), "not due yet");
    now = now.plusSeconds(31);
    receiver.answers(302);
    assertEquals(1, round().waiting(), "a redirect is no success");
    now = now.plusSeconds(61);
    receiver.answers(200);
    assertEquals(1, round().delivered());
    List<Receiver.Message> messages = receiver.messages();
    assertEquals(3, messages.size());
    assertEquals(1, messages.stream().map(Receiver.Message::id).distinct().count());
    assertEquals(1, messages.stream().map(Receiver.Message::body).distinct().count());
    assertEquals(3, messages.stream().map(Receiver.Message::timestamp).distinct().count());
    assertEquals(3, log(rule).get(0).path("attempts").size());
  }

  @Test
  void whatNeverArrivesDiesAtItsDeadlineIsKeptAndCanBeReplayed() {
    JsonNode rule = make("{\"status\":[\"cancelled\"]}");
    load();
    now = Instant.parse("2026-11-24T12:00:00Z");
    receiver.answers(500);
    int attempts = 0;
    for (int dead = 0; dead == 0; now = now.plus(Duration.ofMinutes(61))) {
      dead = round().dead();
      attempts++;
      assertTrue(attempts < 40);
    }
    assertEquals("dead", log(rule).get(0).path("state").asText());
    assertEquals(attempts, log(rule).get(0).path("attempts").size());
    assertEquals(0, round().waiting());
    receiver.answers(204);
    String delivery = log(rule).get(0).path("id").asText();
    String id = rule.path("id").asText();
    String replay = "/v1/alerts/{alert}/deliveries/{delivery}/replay";
    told(202, ask("POST", replay, Map.of("alert", id, "delivery", delivery), ""));
    told(404, ask("POST", replay, Map.of("alert", id, "delivery", "alert_" + "0".repeat(32)), ""));
    assertEquals(1, round().delivered());
    assertEquals("delivered", log(rule).get(0).path("state").asText());
  }

  @Test
  void aReceiverThatIsGoneOrOutOfReachIsNotAskedAgain() {
    JsonNode rule = make("{\"status\":[\"cancelled\"]}");
    load();
    now = Instant.parse("2026-11-24T12:00:00Z");
    assertEquals(1, rounds(Reach.PUBLIC).run().dead());
    assertEquals(0, receiver.messages().size(), "loopback was asked");
    assertTrue(log(rule).at("/0/attempts/0/error").asText().contains("network"));
    receiver.answers(410);
    Database.execute("update alert.delivery set state = 'WAITING', next_at = fired_at");
    assertEquals(1, round().dead());
  }

  @Test
  void aTestIsFiredAtOnceAndOnce() {
    JsonNode rule = make("{\"status\":[\"cancelled\"]}");
    Map<String, String> path = Map.of("alert", rule.path("id").asText());
    JsonNode good = told(200, ask("POST", "/v1/alerts/{alert}/test", path, ""));
    assertTrue(good.path("delivered").asBoolean());
    receiver.answers(500);
    JsonNode bad = told(200, ask("POST", "/v1/alerts/{alert}/test", path, ""));
    assertFalse(bad.path("delivered").asBoolean());
    assertEquals(500, bad.path("status").asInt());
    now = now.plusSeconds(3600);
    round();
    assertEquals(2, receiver.messages().size());
    assertTrue(receiver.messages().getFirst().body().contains("\"type\":\"alert.test\""));
  }

  @Test
  void aDryRunNamesWhatWouldHaveFired() {
    load();
    now = Instant.parse("2026-11-24T12:00:00Z");
    JsonNode told =
        told(
            200,
            ask(
                "POST",
                "/v1/alerts/dry-run",
                Map.of(),
                "{\"conditions\":{\"delayOverMinutes\":20,\"airport\":\"EDDF\"}}"));
    assertEquals(3, told.path("count").asInt(), told::toString);
    assertEquals(3, told.path("flights").asInt());
    assertEquals(
        List.of(
            "LH-100-FRA-MUC-20261123T0700",
            "LH-104-FRA-MUC-20261124T1330",
            "LH-101-MUC-FRA-20261124T0845"),
        Asking.each(told.path("fired"), "/flight"));
    assertEquals("2026-11-24T08:10:00Z", told.at("/fired/0/toldAt").asText());
    assertTrue(told.path("complete").asBoolean());
    assertEquals("0", Database.query("select count(*) from alert.delivery"));
    JsonNode before =
        told(
            200,
            ask(
                "POST",
                "/v1/alerts/dry-run",
                Map.of(),
                "{\"conditions\":{\"delayOverMinutes\":20},\"until\":\"2026-11-24T08:06:00Z\"}"));
    assertEquals(1, before.path("count").asInt(), before::toString);
    told(
        400,
        ask(
            "POST",
            "/v1/alerts/dry-run",
            Map.of(),
            "{\"conditions\":{\"gateChange\":true},\"from\":\"2026-01-01T00:00:00Z\"}"));
  }

  @Test
  void aRuleThatIsOffOrWasMadeLaterHearsNothing() {
    told(
        201,
        ask(
            "POST",
            "/v1/alerts",
            Map.of(),
            "{\"name\":\"off\",\"url\":\"%s\",\"enabled\":false,\"conditions\":{\"status\":[\"cancelled\"]}}"
                .formatted(receiver.url())));
    load();
    assertEquals("0", Database.query("select count(*) from alert.news"), "nobody listens");
    now = Instant.parse("2026-11-24T12:00:00Z");
    make("{\"status\":[\"cancelled\"]}");
    load();
    assertEquals(0, round().fired());
  }

  @Test
  void aReplayAfterItsDeliveriesAreForgottenFiresNothing() {
    make("{\"status\":[\"cancelled\"]}");
    load();
    now = Instant.parse("2026-11-24T12:00:00Z");
    assertEquals(1, round().delivered());
    now = now.plus(Duration.ofDays(61));
    round();
    assertEquals("0", Database.query("select count(*) from alert.delivery"));
    load();
    assertEquals(0, round().fired());
    assertEquals(1, receiver.messages().size());
    assertEquals(
        "0", Database.query("select count(*) from alert.news"), "it is looked at for ever");
  }

  @ParameterizedTest
  @CsvSource({"2027-01-08T23:59:00Z, 1", "2027-01-09T00:00:00Z, 0"})
  void nothingFiresMoreThan45DaysAfterAFlight(Instant looked, int fired) {
    make("{\"status\":[\"cancelled\"]}");
    load();
    now = looked;
    assertEquals(fired, round().fired());
  }

  @Test
  void aDeliveryIsKeptWhileItsFlightIsStillToLeave() {
    make("{\"status\":[\"landed\"]}");
    FlightId flight = FlightId.parse("LH-400-FRA-JFK-20270301T1055").orElseThrow();
    Payload payload = Samples.payload(1);
    PostgresFlightStore store = new PostgresFlightStore(SESSION);
    store.apply(payload, Samples.flights(List.of(Samples.full(flight, payload))));
    now = Instant.parse("2026-11-24T12:00:00Z");
    assertEquals(1, round().delivered());
    now = now.plus(Duration.ofDays(61));
    round();
    store.apply(payload, Samples.flights(List.of(Samples.full(flight, payload))));
    assertEquals(0, round().fired());
    now = Instant.parse("2027-05-01T12:00:00Z");
    round();
    assertEquals("0", Database.query("select count(*) from alert.delivery"));
  }

  static LongStream seeds() {
    return Histories.seeds();
  }

  /**
   * Deliveries in any order, with repeats and a look after each, fire what one look at the whole
   * history fires; so does the same once more.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void orderAndRepeatsFireTheSameSet(long seed) {
    Random random = new Random(seed);
    List<Histories.Delivery> history = Histories.history(random);
    List<String> rules =
        List.of(
            "{\"status\":[\"cancelled\",\"airborne\",\"landed\"]}",
            "{\"delayOverMinutes\":5}",
            "{\"gateChange\":true}",
            "{\"gateChange\":true,\"delayOverMinutes\":1}");
    rules.forEach(this::make);
    now = Instant.parse("2026-11-25T12:00:00Z");
    PostgresFlightStore store = new PostgresFlightStore(SESSION);
    AlertWatch watch = new AlertWatch(ALERTS, Airports.packaged(), () -> now);
    history.forEach(d -> store.apply(d.payload(), d.said()));
    watch.look();
    String once = Database.query("select id from alert.delivery order by id");
    Database.execute(
        "truncate flight, observation, observation_state, payload, alert.delivery, alert.attempt, alert.news");
    for (Histories.Delivery delivery : Histories.deliveries(random, history)) {
      store.apply(delivery.payload(), delivery.said());
      watch.look();
    }
    assertEquals(once, Database.query("select id from alert.delivery order by id"));
    assertFalse(once.isEmpty(), "a history that fires nothing proves nothing");
  }
}
