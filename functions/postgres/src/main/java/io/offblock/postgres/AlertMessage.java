package io.offblock.postgres;

import io.offblock.alert.Change;
import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.flight.FlightId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a webhook says. Its bytes are made once: each attempt and each replay sends the same.
 *
 * @param id the {@code webhook-id}
 * @param flight absent for a test
 * @param change its key
 * @param told when what it tells was told
 * @param body JSON
 */
record AlertMessage(
    String id, String rule, Optional<String> flight, String change, Instant told, String body) {

  static AlertMessage of(
      String id,
      AlertRule rule,
      FlightId flight,
      Change change,
      Map<String, Object> facts,
      Instant now) {
    Map<String, Object> data =
        Fields.none()
            .with("rule", named(rule))
            .with("change", change.key())
            .with("toldAt", change.told())
            .with("flight", facts)
            .map();
    return new AlertMessage(
        id,
        rule.id(),
        Optional.of(flight.toString()),
        change.key(),
        change.told(),
        body("flight.alert", now, data));
  }

  /** That a rule's target is reached, and what its messages look like from outside. */
  static AlertMessage test(String id, AlertRule rule, Instant now) {
    Map<String, Object> data =
        Fields.none().with("rule", named(rule)).with("conditions", rule.conditions()).map();
    return new AlertMessage(
        id, rule.id(), Optional.empty(), "test", now, body("alert.test", now, data));
  }

  private static Map<String, Object> named(AlertRule rule) {
    return Fields.none().with("id", rule.id()).with("name", rule.name()).map();
  }

  private static String body(String type, Instant now, Map<String, Object> data) {
    return new String(
        Json.bytes(
            Fields.none().with("type", type).with("timestamp", now).with("data", data).map()),
        StandardCharsets.UTF_8);
  }
}
