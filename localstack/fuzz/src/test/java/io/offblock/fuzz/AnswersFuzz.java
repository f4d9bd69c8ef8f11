package io.offblock.fuzz;

import static io.offblock.fuzz.Promises.check;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.PoisonPayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The parser of Lufthansa's answers: whatever the bytes, they are poison with a reason, or flights
 * that come back from their facts as they were, and no record is lost. The first byte chooses the
 * kind of answer.
 */
public final class AnswersFuzz {
  private static final LufthansaParser PARSER = new LufthansaParser(Airports.packaged());
  private static final List<String> HINTS =
      List.of(
          "flightstatus",
          "customerflightinformation",
          "schedules",
          "countries",
          "cities",
          "airports",
          "nearest",
          "airlines",
          "aircraft");

  /** Where an answer's records stand. */
  private static final Map<String, String> PLACES =
      Map.of(
          "flightstatus", "/FlightStatusResource/Flights/Flight",
          "customerflightinformation", "/FlightInformation/Flights/Flight",
          "schedules", "/ScheduleResource/Schedule",
          "countries", "/CountryResource/Countries/Country",
          "cities", "/CityResource/Cities/City",
          "airports", "/AirportResource/Airports/Airport",
          "nearest", "/NearestAirportResource/Airports/Airport",
          "airlines", "/AirlineResource/Airlines/Airline",
          "aircraft", "/AircraftResource/AircraftSummaries/AircraftSummary");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private AnswersFuzz() {}

  /** As Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String hint = HINTS.get(Byte.toUnsignedInt(input[0]) % HINTS.size());
    String text =
        new String(Arrays.copyOfRange(input, 1, input.length), StandardCharsets.ISO_8859_1);
    ParsedPayload parsed;
    try {
      parsed = PARSER.parse(Samples.payload("/operations/" + hint, hint, Samples.MOMENT, text));
    } catch (PoisonPayload poison) {
      check(!poison.reason().isBlank() && poison.getMessage().length() < 1500, "a reason to read");
      return;
    }
    check(
        parsed.reports().size() + parsed.references().size() + parsed.rejected().size()
            == records(hint, text),
        "each record counts");
    parsed.reports().forEach(Promises::check);
    parsed.references().forEach(r -> check(!r.code().isBlank(), "a code"));
    parsed
        .rejected()
        .forEach(r -> check(r.place().startsWith("/") && !r.reason().isBlank(), "a place"));
  }

  /** How many records stand where this kind of answer has them; one may stand without a list. */
  private static int records(String hint, String text) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError("it was read and is no JSON", e);
    }
    if (hint.equals("nearest") && !root.has("NearestAirportResource")) {
      return records("airports", text);
    }
    JsonNode records = root.at(PLACES.get(hint));
    if (!hint.equals("schedules")) {
      return count(records);
    }
    int legs = 0;
    for (JsonNode journey : records.isArray() ? records : MAPPER.createArrayNode().add(records)) {
      if (journey.has("Flight")) {
        legs += count(journey.get("Flight"));
      } else {
        legs += records.isArray() ? 1 : count(journey);
      }
    }
    return legs;
  }

  private static int count(JsonNode records) {
    boolean none =
        records.isMissingNode()
            || records.isNull()
            || records.isTextual() && records.textValue().isBlank()
            || records.isContainerNode() && records.isEmpty();
    return none ? 0 : records.isArray() ? records.size() : 1;
  }
}
