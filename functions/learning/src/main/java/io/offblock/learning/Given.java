package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Fields;
import io.offblock.answer.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is otherwise, where somebody asks what a forecast would be; at least one is there.
 *
 * @param inboundMinutesLate the aircraft's leg before leaves so many minutes after schedule
 * @param originMinutesLate what left the origin in the last three hours left so many minutes later
 *     than it did
 * @param registration another aircraft flies it; kept without the dash, as flights tell it
 */
record Given(
    Optional<Integer> inboundMinutesLate,
    Optional<Integer> originMinutesLate,
    Optional<String> registration) {
  private static final int MOST = 600;
  private static final String DASH = "-";
  private static final ObjectMapper JSON = new ObjectMapper();

  Given {
    if (inboundMinutesLate.isEmpty() && originMinutesLate.isEmpty() && registration.isEmpty()) {
      throw Problem.badRequest(
          "nothing is given", "Give inboundMinutesLate, originMinutesLate or registration.");
    }
    for (Optional<Integer> minutes : List.of(inboundMinutesLate, originMinutesLate)) {
      if (minutes.filter(m -> m < 0 || m > MOST).isPresent()) {
        throw Problem.badRequest(
            "%d minutes late".formatted(minutes.get()), "Give 0 to %d minutes.".formatted(MOST));
      }
    }
    registration = registration.map(Given::dashless);
    if (registration.filter(r -> r.length() < 2).isPresent()) {
      throw Problem.badRequest(
          "the registration is cut short", "Give all of it, such as D-AIXP or DAIXP.");
    }
  }

  /**
   * As the body of a request says.
   *
   * @throws Problem 400 where it is no JSON object, has a field that is not known, or one of
   *     another type
   */
  static Given of(String body) {
    JsonNode said;
    try {
      said = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw wrong("the body is no JSON");
    }
    if (said == null || !said.isObject()) {
      throw wrong("the body is no JSON object");
    }
    for (Map.Entry<String, JsonNode> field : said.properties()) {
      boolean good =
          switch (field.getKey()) {
            case "inboundMinutesLate", "originMinutesLate" -> field.getValue().isInt();
            case "registration" ->
                field.getValue().isTextual()
                    && field.getValue().asText().matches("[A-Z0-9-]{2,10}");
            default -> false;
          };
      if (!good) {
        String name = field.getKey();
        throw wrong(
            "the field %s is not understood"
                .formatted(name.length() > 40 ? name.substring(0, 40) + "…" : name));
      }
    }
    return new Given(
        minutes(said.path("inboundMinutesLate")),
        minutes(said.path("originMinutesLate")),
        Optional.of(said.path("registration").asText()).filter(r -> !r.isEmpty()));
  }

  /** A registration as flights tell it: {@code DAIXP} where {@code D-AIXP} is painted on. */
  static String dashless(String registration) {
    return registration.replace(DASH, "");
  }

  private static Optional<Integer> minutes(JsonNode node) {
    return node.isInt() ? Optional.of(node.asInt()) : Optional.empty();
  }

  private static Problem wrong(String detail) {
    return Problem.badRequest(
        detail,
        "Send a JSON object with inboundMinutesLate or originMinutesLate (whole minutes), or"
            + " registration (such as D-AIXP).");
  }

  Map<String, Object> map() {
    return Fields.none()
        .maybe("inboundMinutesLate", inboundMinutesLate)
        .maybe("originMinutesLate", originMinutesLate)
        .maybe("registration", registration)
        .map();
  }
}
