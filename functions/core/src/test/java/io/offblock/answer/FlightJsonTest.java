package io.offblock.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.payload.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlightJsonTest {
  private static final Payload PAYLOAD = Samples.payload(1);

  private static JsonNode json(Flight flight) throws IOException {
    FlightJson writer =
        new FlightJson(
            Airports.packaged(), InstantSource.fixed(Samples.MOMENT.plusSeconds(60 + 75)));
    return new ObjectMapper().readTree(Json.bytes(writer.of(flight)));
  }

  @Test
  void everyFieldOfTheContract() throws IOException {
    String expected =
        """
        {"id":"LH-400-FRA-JFK-20261124T1055","carrier":"LH","number":400,"flight":"LH400",
         "date":"2026-11-24","origin":%s,"destination":%s,
         "departure":{"scheduled":{"utc":"2026-11-24T09:55:00Z","local":"2026-11-24T10:55"},
           "estimated":{"utc":"2026-11-24T10:18:00Z","local":"2026-11-24T11:18"},
           "actual":{"utc":"2026-11-24T10:13:00Z","local":"2026-11-24T11:13"},
           "terminal":"1","gate":"Z50","timeStatus":"DL","delayMinutes":18,"delayBasis":"actual"},
         "arrival":{"scheduled":{"utc":"2026-11-24T12:55:00Z","local":"2026-11-24T13:55"},
           "estimated":{"utc":"2026-11-24T13:04:00Z","local":"2026-11-24T14:04"},
           "actual":{"utc":"2026-11-24T12:59:00Z","local":"2026-11-24T13:59"},
           "terminal":"2C","gate":"A7","timeStatus":"OT","delayMinutes":4,"delayBasis":"actual"},
         "status":{"code":"LD","text":"Flight Landed"},
         "aircraft":{"type":"74H","registration":"DABYA"},"serviceType":"Passenger",
         "codeshares":["AC9101A","UA8842"],
         "seenAt":"2026-11-24T08:01:00Z","ageSeconds":75,"payloads":["%s"]}
        """
            .formatted(airport("FRA"), airport("JFK"), PAYLOAD.key().id());
    assertEquals(
        new ObjectMapper().readTree(expected),
        json(Flight.of(Samples.full(Samples.lh400(), PAYLOAD))));
  }

  @Test
  void writtenOutItIsTheSameAtAnyMoment() {
    Flight flight = Flight.of(Samples.full(Samples.lh400(), PAYLOAD));
    FlightText text = new FlightJson(Airports.packaged(), () -> Samples.MOMENT).text(flight);
    for (long later : new long[] {-5, 0, 60, 61, 3_600, 200_000_000}) {
      Instant now = Samples.MOMENT.plusSeconds(later);
      String fresh =
          new String(
              Json.bytes(new FlightJson(Airports.packaged(), () -> now).of(flight)),
              StandardCharsets.UTF_8);
      assertEquals(fresh, text.at(now).toString());
      assertEquals(
          "[" + fresh + "]", new String(Json.bytes(List.of(text.at(now))), StandardCharsets.UTF_8));
    }
  }

  /** What a function hands to the gateway. */
  private record Handed(@JsonSerialize(using = JsonText.Writer.class) JsonText body) {}

  @Test
  void anAnswerOfTextsIsHandedOverAsItWouldBeEscaped() throws IOException {
    Instant now = Samples.MOMENT.plusSeconds(75);
    FlightJson writer = new FlightJson(Airports.packaged(), () -> now);
    Flight flight = Flight.of(Samples.full(Samples.lh400(), PAYLOAD));
    Map<String, Object> odd = Fields.none().with("says", "\u0000 \"quoted\" \\ Zürich\n").map();
    for (List<Object> flights :
        List.<List<Object>>of(
            List.of(),
            List.of(odd),
            List.of(writer.text(flight).at(now)),
            List.of(odd, writer.text(flight).at(now), writer.text(flight).at(now), odd))) {
      String whole =
          new String(
              Json.bytes(
                  flights.stream()
                      .map(one -> one instanceof FlightText.At ? writer.of(flight) : one)
                      .toList()),
              StandardCharsets.UTF_8);
      JsonText text = Json.text(flights);
      assertEquals(whole, new String(text.plain(), StandardCharsets.UTF_8));
      assertEquals(
          whole,
          new ObjectMapper()
              .readTree(new ObjectMapper().writeValueAsBytes(new Handed(text)))
              .get("body")
              .asText());
    }
  }

  private static String airport(String code) {
    return new String(
        Json.bytes(AirportJson.of(code, Airports.packaged())),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void whatNobodySaidIsNotThere() throws IOException {
    FlightId train = FlightId.parse("LH-3905A-QKL-FRA-20261124T0712").orElseThrow();
    JsonNode flight = json(Flight.of(Samples.bare(train, PAYLOAD)));
    assertEquals("{\"iata\":\"QKL\"}", flight.get("origin").toString());
    assertEquals(
        "{\"scheduled\":{\"local\":\"2026-11-24T07:12\"}}", flight.get("departure").toString());
    assertEquals("{}", flight.get("arrival").toString());
    assertEquals("A", flight.get("suffix").asText());
    for (String absent : new String[] {"status", "aircraft", "serviceType"}) {
      assertFalse(flight.has(absent), absent);
    }
    assertEquals("[]", flight.get("codeshares").toString());
    assertFalse(flight.toString().contains("null"));
  }

  @Test
  void aDelayByEstimateIsLabelledAndACancelledFlightHasNone() throws IOException {
    FlightReport full = Samples.full(Samples.lh400(), PAYLOAD);
    Movement was = full.operation().orElseThrow().departure();
    Movement estimated =
        new Movement(
            was.scheduled(),
            was.estimated(),
            Optional.empty(),
            was.terminal(),
            was.gate(),
            was.status());
    JsonNode flies =
        json(
            flight(full, new Operation(estimated, estimated, Optional.of("NA"), Optional.empty())));
    assertEquals(23, flies.get("departure").get("delayMinutes").asInt());
    assertEquals("estimated", flies.get("departure").get("delayBasis").asText());
    JsonNode cancelled =
        json(
            flight(full, new Operation(estimated, estimated, Optional.of("CD"), Optional.empty())));
    assertFalse(cancelled.get("departure").has("delayMinutes"));
    assertFalse(cancelled.get("departure").has("delayBasis"));
    assertEquals("748", cancelled.get("aircraft").get("type").asText());
  }

  @Test
  void anUnknownStatusIsShownWithoutAText() throws IOException {
    FlightReport full = Samples.full(Samples.lh400(), PAYLOAD);
    Operation was = full.operation().orElseThrow();
    assertEquals(
        "{\"code\":\"Q9\"}",
        json(flight(
                full,
                new Operation(
                    was.departure(), was.arrival(), Optional.of("Q9"), was.aircraftType())))
            .get("status")
            .toString());
  }

  private static Flight flight(FlightReport report, Operation operation) {
    return Flight.of(
        new FlightReport(
            report.id(),
            report.version(),
            report.payload(),
            report.resource(),
            Optional.of(operation),
            report.airframe(),
            report.codeshares(),
            report.plan(),
            report.source()));
  }

  @Test
  void theMomentItWasSaidIsExactEnoughToBeAskedFor() {
    assertEquals(
        "2026-11-26T10:17:59.697Z", Json.exact(Instant.parse("2026-11-26T10:17:59.697123Z")));
    assertEquals("2026-11-26T10:17:59Z", Json.exact(Instant.parse("2026-11-26T10:17:59Z")));
  }
}
