package io.offblock.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.airport.Airports;
import io.offblock.alert.Conditions;
import io.offblock.answer.Problem;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightState;
import io.offblock.payload.Storable;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what is asked of alerts: bodies as JSON, each mistake with its fix. The gateway holds
 * bodies to the contract's schemas; what stands here holds on its own too.
 */
final class AlertQuestion {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> CONDITIONS =
      List.of(
          "flight",
          "origin",
          "destination",
          "airport",
          "airline",
          "status",
          "delayOverMinutes",
          "gateChange",
          "probabilityOver");
  private static final Duration USUAL_SPAN = Duration.ofDays(7);
  private static final Duration LONGEST_SPAN = Duration.ofDays(31);
  private static final int LONGEST_URL = 2000;
  private static final int LAST_PORT = 65_535;
  private static final int LONGEST_NAME = 100;

  private final Airports airports;

  AlertQuestion(Airports airports) {
    this.airports = airports;
  }

  /**
   * What a rule is made or changed from.
   *
   * @param conditions as they will be kept
   */
  record Asked(String name, String url, ObjectNode conditions, boolean enabled) {}

  /** The body of a rule. */
  Asked rule(String body) {
    JsonNode node = object(body, List.of("name", "url", "conditions", "enabled"));
    String name = text(node, "name", "Give the rule a name of 1 to 100 characters.");
    if (name.length() > LONGEST_NAME || !name.chars().allMatch(c -> c >= ' ')) {
      throw Problem.badRequest(
          "name is too long or has control characters", "Write 1 to 100 characters in one line.");
    }
    JsonNode enabled = node.path("enabled");
    if (!enabled.isMissingNode() && !enabled.isBoolean()) {
      throw Problem.badRequest("enabled is neither true nor false", "Write true or false.");
    }
    return new Asked(name, url(node), conditions(node.path("conditions")), enabled.asBoolean(true));
  }

  /**
   * A rule to be held against history.
   *
   * @param conditions as a rule would keep them
   * @param from the first moment of which the telling counts
   * @param until the last, at most 31 days later
   */
  record DryRun(ObjectNode conditions, Instant from, Instant until) {
    DryRun {
      if (until.isBefore(from) || from.plus(LONGEST_SPAN).isBefore(until)) {
        throw Problem.badRequest(
            "from %s until %s is no span of at most 31 days".formatted(from, until),
            "Ask for at most 31 days, the earlier moment as from.");
      }
    }
  }

  /** The body of a dry run, which ends now and goes back seven days where it does not say. */
  DryRun dryRun(String body, Instant now) {
    JsonNode node = object(body, List.of("conditions", "from", "until"));
    ObjectNode conditions = conditions(node.path("conditions"));
    Instant until = moment(node, "until").orElse(now);
    return new DryRun(conditions, moment(node, "from").orElse(until.minus(USUAL_SPAN)), until);
  }

  private static Optional<Instant> moment(JsonNode body, String name) {
    if (!body.has(name)) {
      return Optional.empty();
    }
    try {
      Instant moment = Instant.parse(body.path(name).asText());
      int year = moment.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 1900 && year <= 9999) {
        return Optional.of(moment);
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    throw Problem.badRequest(name + " is no moment", "Write it in UTC: 2026-11-24T08:00:00Z.");
  }

  static JsonNode object(String body, List<String> names) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body is no JSON", "Send one JSON object.");
    }
    if (node == null || !node.isObject()) {
      throw Problem.badRequest("the body is no JSON object", "Send one JSON object.");
    }
    known(node, names);
    return node;
  }

  private static void known(JsonNode node, List<String> names) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw Problem.badRequest(
                    "there is no field %s here"
                        .formatted(name.length() > 40 ? name.substring(0, 40) + "…" : name),
                    "Leave it out or write one of: %s.".formatted(String.join(", ", names)));
              }
            });
  }

  private static String text(JsonNode node, String name, String fix) {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.asText().isBlank() || !Storable.isText(value.asText())) {
      throw Problem.badRequest(name + " is missing or no text that can be stored", fix);
    }
    return value.asText().strip();
  }

  private static String url(JsonNode node) {
    String fix = "Write the whole address, such as https://example.org/hooks/flights.";
    String text = text(node, "url", fix);
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw Problem.badRequest("webhooks go to http and https addresses only", fix);
      }
      if (uri.getHost() == null || uri.getUserInfo() != null || text.length() > LONGEST_URL) {
        throw Problem.badRequest(
            "url has no host, has a user in it, or has more than 2000 characters", fix);
      }
      if (uri.getPort() != -1 && (uri.getPort() < 1 || uri.getPort() > LAST_PORT)) {
        throw Problem.badRequest(
            "url has a port that is none", "Write a port from 1 to 65535, or none for the usual.");
      }
      return text;
    } catch (URISyntaxException e) {
      throw Problem.badRequest("url is no address", fix);
    }
  }

  /** Conditions as they are kept: airports by IATA code, designators and words in capitals. */
  ObjectNode conditions(JsonNode node) {
    if (!node.isObject()) {
      throw Problem.badRequest(
          "conditions are missing", "Write an object such as {\"delayOverMinutes\": 30}.");
    }
    known(node, CONDITIONS);
    ObjectNode kept = MAPPER.createObjectNode();
    if (node.has("flight")) {
      String fix = "Write carrier and number, such as LH400 or DLH400.";
      kept.put(
          "flight",
          FlightNumber.parse(text(node, "flight", fix))
              .orElseThrow(() -> Problem.badRequest("flight is no flight number", fix))
              .toString());
    }
    for (String name : List.of("origin", "destination", "airport")) {
      if (node.has(name)) {
        String fix = "Write an airport's IATA or ICAO code, such as FRA or EDDF.";
        kept.put(
            name,
            airports
                .find(text(node, name, fix))
                .orElseThrow(() -> Problem.badRequest(name + " is no airport that is known", fix))
                .iata());
      }
    }
    if (node.has("airline")) {
      String fix = "Write an airline's IATA or ICAO designator, such as LH or DLH.";
      String code = text(node, "airline", fix).toUpperCase(Locale.ROOT);
      if (!code.matches("[A-Z]{3}|(?![0-9]{2})[A-Z0-9]{2}")) {
        throw Problem.badRequest("airline is no designator", fix);
      }
      kept.put("airline", code);
    }
    changing(node, kept);
    return kept;
  }

  private static void changing(JsonNode node, ObjectNode kept) {
    if (node.has("status")) {
      JsonNode list = node.path("status");
      Set<String> words = new TreeSet<>();
      if (list.isArray()) {
        list.forEach(word -> words.add(status(word.asText()).name().toLowerCase(Locale.ROOT)));
      }
      if (words.isEmpty()) {
        throw Problem.badRequest(
            "status is no list of words", "Write a list such as [\"cancelled\"].");
      }
      words.forEach(kept.putArray("status")::add);
    }
    JsonNode delay = node.path("delayOverMinutes");
    if (!delay.isMissingNode()) {
      if (!delay.isInt() || delay.asInt() < 0 || delay.asInt() > 2880) {
        throw Problem.badRequest(
            "delayOverMinutes is no whole number from 0 to 2880", "Write one, such as 30.");
      }
      kept.put("delayOverMinutes", delay.asInt());
    }
    JsonNode gate = node.path("gateChange");
    if (!gate.isMissingNode()) {
      if (!gate.isBoolean()) {
        throw Problem.badRequest("gateChange is neither true nor false", "Write true.");
      }
      kept.put("gateChange", gate.asBoolean());
    }
    JsonNode probability = node.path("probabilityOver");
    if (!probability.isMissingNode()) {
      if (!probability.isNumber() || probability.asDouble() < 0 || probability.asDouble() >= 1) {
        throw Problem.badRequest(
            "probabilityOver is no number from 0 to below 1", "Write one, such as 0.5.");
      }
      kept.put("probabilityOver", probability.asDouble());
    }
    if (!kept.has("status")
        && !kept.has("delayOverMinutes")
        && !kept.path("gateChange").asBoolean()
        && !kept.has("probabilityOver")) {
      throw Problem.badRequest(
          "the conditions name nothing that changes",
          "Add one of status, delayOverMinutes, gateChange, probabilityOver.");
    }
  }

  private static FlightState status(String word) {
    for (FlightState state : FlightState.values()) {
      if (state.name().equalsIgnoreCase(word)) {
        return state;
      }
    }
    throw Problem.badRequest(
        "status has a word that is none",
        "Write some of: scheduled, airborne, landed, cancelled, diverted.");
  }

  /** Kept conditions as core holds them against flights; an ICAO designator may be several. */
  static Conditions conditions(Connection connection, JsonNode kept) throws SQLException {
    Set<String> flights = new LinkedHashSet<>();
    if (kept.has("flight")) {
      FlightNumber number = FlightNumber.parse(kept.path("flight").asText()).orElseThrow();
      for (String carrier : Carriers.of(connection, number.carrier())) {
        flights.add(new FlightNumber(carrier, number.number(), number.suffix()).toString());
      }
    }
    Set<FlightState> statuses = EnumSet.noneOf(FlightState.class);
    kept.path("status").forEach(word -> statuses.add(status(word.asText())));
    return new Conditions(
        flights,
        word(kept, "origin"),
        word(kept, "destination"),
        word(kept, "airport"),
        kept.has("airline") ? Carriers.of(connection, kept.path("airline").asText()) : Set.of(),
        statuses,
        kept.has("delayOverMinutes")
            ? OptionalInt.of(kept.path("delayOverMinutes").asInt())
            : OptionalInt.empty(),
        kept.path("gateChange").asBoolean(),
        kept.has("probabilityOver")
            ? OptionalDouble.of(kept.path("probabilityOver").asDouble())
            : OptionalDouble.empty());
  }

  private static Optional<String> word(JsonNode node, String name) {
    return node.has(name) ? Optional.of(node.path(name).asText()) : Optional.empty();
  }
}
