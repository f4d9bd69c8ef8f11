package io.offblock.lufthansa;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.offblock.airport.Airports;
import io.offblock.flight.FlightReport;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.ParsedPayload.Rejected;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import io.offblock.payload.PoisonPayload;
import io.offblock.reference.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads the answers of Lufthansa's Open API: flightstatus, customerflightinformation, schedules and
 * {@code mds-references}, in the shapes of 2018 and of today.
 *
 * <p>Blank times stay absent. A time that is there but malformed makes its record unreadable, since
 * a flight with half its times wrong is worse than one known to be missing. Payloads may be
 * hostile: size, depth and the number of tokens are bounded.
 */
public final class LufthansaParser implements PayloadParser {
  /** No real answer has a tenth of it. */
  private static final int LARGEST = 8 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(50)
                          .maxTokenCount(2_000_000)
                          .maxStringLength(1 << 20)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Airports airports;

  /**
   * @param airports their zones turn local times into moments
   */
  public LufthansaParser(Airports airports) {
    this.airports = Objects.requireNonNull(airports);
  }

  @Override
  public ParsedPayload parse(Payload payload) {
    JsonNode root = tree(payload.bytes());
    refuseErrors(root);
    FlightRecords flights = new FlightRecords(airports, payload);
    return switch (payload.hint()) {
      case "flightstatus" ->
          reports(
              records(root, "FlightStatusResource", "Flights", "Flight"), flights::flightStatus);
      case "customerflightinformation" ->
          reports(
              records(root, "FlightInformation", "Flights", "Flight"),
              flights::customerFlightInformation);
      case "schedules" -> reports(legs(root), flights::scheduledLeg);
      case "countries" ->
          references(
              records(root, "CountryResource", "Countries", "Country"), ReferenceRecords::country);
      case "cities" ->
          references(records(root, "CityResource", "Cities", "City"), ReferenceRecords::city);
      case "airports" ->
          references(
              records(root, "AirportResource", "Airports", "Airport"), ReferenceRecords::airport);
      case "nearest" ->
          references(
              records(
                  root,
                  root.has("NearestAirportResource") ? "NearestAirportResource" : "AirportResource",
                  "Airports",
                  "Airport"),
              ReferenceRecords::airport);
      case "airlines" ->
          references(
              records(root, "AirlineResource", "Airlines", "Airline"), ReferenceRecords::airline);
      case "aircraft" ->
          references(
              records(root, "AircraftResource", "AircraftSummaries", "AircraftSummary"),
              ReferenceRecords::aircraft);
      default ->
          throw new PoisonPayload("unknown-hint", "no parser for the hint " + payload.hint());
    };
  }

  private static JsonNode tree(byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw new PoisonPayload(
          "too-large", "%d bytes are more than %d".formatted(bytes.length, LARGEST));
    }
    try {
      JsonNode root = MAPPER.readTree(bytes);
      if (root == null || !root.isObject()) {
        throw new PoisonPayload("wrong-shape", "the payload is no JSON object");
      }
      return root;
    } catch (JacksonException e) {
      throw new PoisonPayload("not-json", e.getOriginalMessage(), e);
    } catch (NumberFormatException e) {
      // JSON allows exponents that no decimal has, and the reader of decimals says so by this.
      throw new PoisonPayload("not-json", "a number is beyond all decimals", e);
    } catch (IOException e) {
      throw new PoisonPayload("not-json", String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Both families: the API's own {@code ProcessingErrors} and the gateway's {@code {"Error": "…"}}.
   */
  private static void refuseErrors(JsonNode root) {
    for (String name : List.of("ProcessingErrors", "Error")) {
      if (root.has(name)) {
        String said = root.get(name).toString();
        throw new PoisonPayload(
            "provider-error", said.length() > 400 ? said.substring(0, 400) + "…" : said);
      }
    }
  }

  /**
   * A record and where it stands.
   *
   * @param place JSON pointer
   */
  private record Placed(String place, JsonNode node) {}

  /**
   * The records of a resource, where one may stand for a list of one and a container may be absent:
   * no record then.
   */
  private static List<Placed> records(
      JsonNode root, String resource, String container, String item) {
    JsonNode outer = root.path(resource);
    JsonNode inner = outer.path(container);
    boolean nothing = Shape.blank(inner);
    if (!outer.isObject() || !(nothing || inner.isObject())) {
      throw new PoisonPayload(
          "wrong-shape", "there is no /%s/%s with records".formatted(resource, container));
    }
    String place = "/%s/%s/%s".formatted(resource, container, item);
    return nothing ? List.of() : placed(inner.path(item), place);
  }

  private static List<Placed> placed(JsonNode node, String place) {
    if (Shape.blank(node)) {
      return List.of();
    }
    if (!node.isArray()) {
      return List.of(new Placed(place, node));
    }
    List<Placed> placed = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      placed.add(new Placed(place + '/' + i, node.get(i)));
    }
    return placed;
  }

  /**
   * A journey's flight is an object, or a list of legs where it connects; legs repeat from journey
   * to journey.
   */
  private static List<Placed> legs(JsonNode root) {
    JsonNode resource = root.path("ScheduleResource");
    if (!resource.isObject()) {
      throw new PoisonPayload("wrong-shape", "there is no /ScheduleResource");
    }
    List<Placed> legs = new ArrayList<>();
    for (Placed journey : placed(resource.path("Schedule"), "/ScheduleResource/Schedule")) {
      if (journey.node().has("Flight")) {
        legs.addAll(placed(journey.node().get("Flight"), journey.place() + "/Flight"));
      } else {
        legs.add(journey);
      }
    }
    return legs;
  }

  private static ParsedPayload reports(
      List<Placed> records, Function<JsonNode, FlightReport> reader) {
    List<Rejected> rejected = new ArrayList<>();
    return new ParsedPayload(read(records, reader, rejected), List.of(), rejected);
  }

  private static ParsedPayload references(
      List<Placed> records, Function<JsonNode, Reference> reader) {
    List<Rejected> rejected = new ArrayList<>();
    return new ParsedPayload(List.of(), read(records, reader, rejected), rejected);
  }

  private static <T> List<T> read(
      List<Placed> records, Function<JsonNode, T> reader, List<Rejected> rejected) {
    List<T> good = new ArrayList<>(records.size());
    boolean allBroken = !records.isEmpty();
    for (Placed record : records) {
      try {
        good.add(reader.apply(record.node()));
        allBroken = false;
      } catch (UnreadableRecord e) {
        rejected.add(new Rejected(record.place(), e.getMessage()));
        allBroken &= e.defect();
      }
    }
    if (allBroken) {
      throw new PoisonPayload(
          "all-rejected",
          "none of %d records can be read; the first, %s: %s"
              .formatted(
                  records.size(), rejected.getFirst().place(), rejected.getFirst().reason()));
    }
    return good;
  }
}
