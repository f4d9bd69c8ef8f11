package io.offblock.mongodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoDatabase;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.answer.StoreAnswers;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.payload.Payload;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the provider said of a flight, from its own bytes to the answer. */
class TimelineAnswerTest {
  private static final String RECORD =
      """
      {"Departure":{"AirportCode":"FRA","Scheduled":{"Date":"2026-11-24","Time":"10:55"},
        "odd.field":{"$gte":1,"fraction":1.50},"Status":{"Code":"%s","Description":"x"}},
       "Arrival":{"AirportCode":"JFK","Scheduled":{"Date":"2026-11-24","Time":"13:55"}},
       "OperatingCarrier":{"AirlineID":"LH","FlightNumber":"400"},
       "Equipment":{"AircraftCode":"74H"},"Status":{"Code":"%s"}}
      """;

  private final MongoDatabase database = StandIn.database();
  private final MongodbConnection connection = MongodbConnection.to(database);
  private final MongodbFlightStore store = new MongodbFlightStore(connection);
  private final Router router =
      new StoreAnswers(store, new MongodbFacts(connection))
          .on(new TimelineAnswer(connection).on(Router.of()));

  @Test
  void eachStatementIsThereOnceAsItCameWithItsMoments() throws IOException {
    Payload first = load("08:00:00", "OT");
    Payload again = Samples.seenAgain(first, Instant.parse("2026-11-24T08:05:00Z"));
    Payload delayed = load("08:10:00", "DL");
    for (Payload payload : List.of(again, delayed, again, first)) {
      store.apply(payload, new LufthansaParser(Airports.packaged()).parse(payload));
    }
    JsonNode timeline =
        get("/v1/flights/{flight}/timeline", Map.of("flight", "LH-400-FRA-JFK-20261124T1055"));
    JsonNode states = timeline.path("states");
    assertEquals(2, states.size());
    assertEquals("customerflightinformation", states.at("/0/resource").asText());
    assertEquals("2026-11-24T08:00:00Z", states.at("/0/firstSeen").asText());
    assertEquals("2026-11-24T08:05:00Z", states.at("/0/lastSeen").asText());
    assertEquals(2, states.at("/0/seen").asInt());
    assertEquals(
        List.of(first.key().id()),
        new ObjectMapper().convertValue(states.at("/0/payloads"), List.class));
    assertEquals("DL", states.at("/1/facts/Status/Code").asText());
    assertEquals(
        new ObjectMapper().readTree(RECORD.formatted("OT", "OT")),
        states.at("/0/facts"),
        "every field as the provider sent it");
  }

  @Test
  void flightsThatNobodyKnowsAndIdsThatAreNoneAreProblems() {
    assertEquals(
        404,
        ask("/v1/flights/{flight}/timeline", Map.of("flight", "LH-1-FRA-JFK-20261124T1055"))
            .status());
    assertEquals(400, ask("/v1/flights/{flight}/timeline", Map.of("flight", "LH400")).status());
  }

  @Test
  void theStoreTellsWhatItHolds() throws IOException {
    Payload payload = load("08:00:00", "OT");
    JsonNode holds = get("/v1/stores/mongodb", Map.of());
    assertEquals(1, holds.path("flights").asInt());
    assertEquals(1, holds.path("payloads").asInt());
    assertEquals("2026-11-24T08:00:00Z", holds.path("newest").asText());
    assertTrue(
        get("/v1/stores/mongodb/payloads/{payload}", Map.of("payload", payload.key().token()))
            .path("loaded")
            .asBoolean());
    assertEquals(
        1,
        get("/v1/stores/mongodb/digest", Map.of("from", "1970-01-01", "to", "2999-12-31"))
            .at("/days/0/count")
            .asInt());
  }

  private Payload load(String time, String status) {
    Payload payload =
        Samples.payload(
            "/operations/customerflightinformation/LH400/2026-11-24",
            "customerflightinformation",
            Instant.parse("2026-11-24T" + time + "Z"),
            "{\"FlightInformation\":{\"Flights\":{\"Flight\":"
                + RECORD.formatted(status, status)
                + "}}}");
    store.apply(payload, new LufthansaParser(Airports.packaged()).parse(payload));
    return payload;
  }

  private JsonNode get(String resource, Map<String, String> path) throws IOException {
    ApiAnswer answer = ask(resource, path);
    assertEquals(200, answer.status(), new String(answer.body()));
    return new ObjectMapper().readTree(answer.body());
  }

  private ApiAnswer ask(String resource, Map<String, String> path) {
    return router.answer(new ApiRequest("GET", resource, path, Map.of(), Map.of(), "test"));
  }
}
