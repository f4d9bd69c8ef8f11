package io.offblock.postgres;

import io.offblock.airport.Airports;
import io.offblock.alert.Conditions;
import io.offblock.alert.Signature;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Cursor;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of alerts. A rule's secret is told once, with the answer that made it; its target's
 * path never.
 */
final class AlertAnswers {
  private static final int MOST_RULES = 500;
  private static final int LISTED = 1000;

  private final PostgresSession session;
  private final AlertQuestion question;
  private final Webhook webhook;
  private final String master;
  private final SecureRandom random;
  private final InstantSource clock;

  AlertAnswers(
      PostgresSession session,
      Airports airports,
      Webhook webhook,
      String master,
      SecureRandom random,
      InstantSource clock) {
    this.session = session;
    question = new AlertQuestion(airports);
    this.webhook = webhook;
    this.master = master;
    this.random = random;
    this.clock = clock;
  }

  /** The router with these operations too. */
  Router on(Router router) {
    return router
        .get("/v1/alerts", this::all)
        .with("POST", "/v1/alerts", this::make)
        .get("/v1/alerts/{alert}", this::one)
        .with("PUT", "/v1/alerts/{alert}", this::change)
        .with("DELETE", "/v1/alerts/{alert}", this::delete)
        .with("POST", "/v1/alerts/{alert}/test", this::test)
        .with("POST", "/v1/alerts/dry-run", this::dryRun)
        .get("/v1/alerts/{alert}/deliveries", this::deliveries)
        .with("POST", "/v1/alerts/{alert}/deliveries/{delivery}/replay", this::replay);
  }

  private ApiAnswer all(ApiRequest request) {
    int limit = request.limit(100, 500);
    String behind = request.cursor(1).map(c -> c.parts().getFirst()).orElse("");
    List<AlertRule> found =
        session.read("reading rules", c -> AlertRules.page(c, behind, limit + 1));
    List<AlertRule> page = found.subList(0, Math.min(limit, found.size()));
    Optional<Cursor> next =
        found.size() > limit ? Optional.of(Cursor.of(page.getLast().id())) : Optional.empty();
    ApiAnswer answer =
        ApiAnswer.json(
            Fields.none()
                .with("alerts", page.stream().map(AlertRule::fields).toList())
                .maybe("next", next.map(Cursor::toString))
                .map());
    return next.map(n -> answer.withHeader("Link", request.linkTo(n))).orElse(answer);
  }

  private ApiAnswer make(ApiRequest request) {
    AlertQuestion.Asked asked = question.rule(request.body());
    Instant now = now();
    AlertRule rule =
        new AlertRule(
            word(8),
            asked.name(),
            asked.url(),
            asked.conditions(),
            asked.enabled(),
            word(16),
            now,
            now,
            now);
    session.write(
        "making a rule",
        connection -> {
          if (AlertRules.count(connection) >= MOST_RULES) {
            throw new Problem(
                409,
                "Too many rules",
                "there are %d rules already".formatted(MOST_RULES),
                "Delete one that nobody needs, or put two into one.");
          }
          AlertRules.insert(connection, rule);
          return null;
        });
    return answer(
            201,
            Fields.none()
                .all(rule.fields())
                .with("secret", Signature.secret(master, rule.salt()))
                .map())
        .withHeader("Location", request.resource() + "/" + rule.id());
  }

  private ApiAnswer one(ApiRequest request) {
    return ApiAnswer.json(rule(request).fields());
  }

  private ApiAnswer change(ApiRequest request) {
    AlertQuestion.Asked asked = question.rule(request.body());
    String id = id(request);
    return session
        .write("changing a rule", c -> AlertRules.change(c, id, asked, now()))
        .map(rule -> ApiAnswer.json(rule.fields()))
        .orElseThrow(() -> none());
  }

  private ApiAnswer delete(ApiRequest request) {
    String id = id(request);
    if (!session.write("deleting a rule", c -> AlertRules.delete(c, id))) {
      throw none();
    }
    return new ApiAnswer(204, Map.of(), new byte[0]);
  }

  /** One attempt at once; whatever comes of it, it is not repeated. */
  private ApiAnswer test(ApiRequest request) {
    AlertRule rule = rule(request);
    Instant now = now();
    AlertMessage message = AlertMessage.test("test_" + word(16), rule, now);
    Webhook.Outcome outcome =
        webhook.post(
            rule.url(), Signature.secret(master, rule.salt()), message.id(), message.body());
    session.write(
        "noting a test",
        connection -> {
          if (AlertDeliveries.insert(connection, message, now, now)) {
            AlertDeliveries.settle(
                connection,
                message.id(),
                now,
                outcome,
                outcome.delivered() ? AlertDeliveries.State.DELIVERED : AlertDeliveries.State.DEAD,
                Optional.empty());
          }
          return null;
        });
    return answer(
        200,
        Fields.none()
            .with("delivery", message.id())
            .with("delivered", outcome.delivered())
            .maybe(
                "status",
                outcome.status().isPresent()
                    ? Optional.of(outcome.status().getAsInt())
                    : Optional.empty())
            .maybe("error", outcome.error())
            .with("milliseconds", outcome.took().toMillis())
            .map());
  }

  private ApiAnswer dryRun(ApiRequest request) {
    AlertQuestion.DryRun asked = question.dryRun(request.body(), now());
    return answer(
        200,
        session.read(
            "holding a rule against history",
            connection -> {
              Conditions conditions = AlertQuestion.conditions(connection, asked.conditions());
              return AlertHistory.ask(connection, conditions, asked.from(), asked.until(), LISTED);
            }));
  }

  private ApiAnswer deliveries(ApiRequest request) {
    AlertRule rule = rule(request);
    int limit = request.limit(100, 500);
    Optional<Cursor> cursor = request.cursor(2);
    Instant first =
        cursor.map(c -> request.moment(c, 0)).orElse(Instant.parse("9999-01-01T00:00:00Z"));
    String id = cursor.map(c -> c.parts().getLast()).orElse("");
    AlertDeliveries.Page page =
        session.read(
            "reading deliveries", c -> AlertDeliveries.page(c, rule.id(), first, id, limit));
    ApiAnswer answer =
        ApiAnswer.json(
            Fields.none()
                .with("deliveries", page.deliveries())
                .maybe("next", page.next().map(Cursor::toString))
                .map());
    return page.next().map(n -> answer.withHeader("Link", request.linkTo(n))).orElse(answer);
  }

  private ApiAnswer replay(ApiRequest request) {
    AlertRule rule = rule(request);
    String delivery = request.text("delivery", 60);
    if (!session.write(
        "replaying a delivery", c -> AlertDeliveries.replay(c, rule.id(), delivery, now()))) {
      throw Problem.notFound(
          "the rule has no such delivery",
          "Take an id from /v1/alerts/%s/deliveries.".formatted(rule.id()));
    }
    return answer(202, Fields.none().with("delivery", delivery).with("state", "waiting").map());
  }

  private AlertRule rule(ApiRequest request) {
    String id = id(request);
    return session.read("reading a rule", c -> AlertRules.find(c, id)).orElseThrow(() -> none());
  }

  private static String id(ApiRequest request) {
    return request.text("alert", 60);
  }

  private static Problem none() {
    return Problem.notFound("there is no such rule", "Take an id from /v1/alerts.");
  }

  private static ApiAnswer answer(int status, Map<String, Object> fields) {
    ApiAnswer json = ApiAnswer.json(fields);
    return new ApiAnswer(status, json.headers(), json.body());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private String word(int bytes) {
    byte[] word = new byte[bytes];
    random.nextBytes(word);
    return HexFormat.of().formatHex(word);
  }
}
