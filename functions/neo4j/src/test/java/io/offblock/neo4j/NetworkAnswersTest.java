package io.offblock.neo4j;

import static io.offblock.answer.Asking.each;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.answer.Asking;
import io.offblock.answer.Router;
import io.offblock.flight.FlightReport;
import io.offblock.forecast.DelayDistribution;
import io.offblock.forecast.ForecastParser;
import io.offblock.payload.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections, rotations, routes and closures as the gateway answers them. */
class NetworkAnswersTest {
  private static final Instant MORNING = Instant.parse("2026-11-24T06:00:00Z");
  private static final Asking ASKING = new Asking(router());

  private static Router router() {
    Airports airports = Airports.packaged();
    return new RotationAnswer(
            new Neo4jFlightStore(Neo4jServer.connection()),
            Neo4jServer.connection(),
            airports,
            () -> MORNING)
        .on(
            new ConnectionsAnswer(
                    Neo4jServer.connection(),
                    new ConnectionTimes(
                        Duration.ofMinutes(60), Map.of("FRA", Duration.ofMinutes(45))),
                    airports,
                    () -> MORNING)
                .on(
                    new NetworkAnswers(Neo4jServer.connection(), airports, () -> MORNING)
                        .on(Router.of())));
  }

  @BeforeAll
  static void load() {
    Neo4jServer.emptyStore()
        .apply(
            Samples.payload(1),
            Samples.flights(
                List.of(
                    flight("LH1", "HAM", "FRA", 0, 60, 20, "DAIZH"),
                    flight("LH2", "FRA", "JFK", 135, 600, 0, "DAIZH"),
                    flight("LH3", "HAM", "JFK", 300, 800, 0, ""),
                    flight("LH4", "JFK", "FRA", 700, 1100, 0, "DAIZH"),
                    flight("LH5", "FRA", "GOT", 100, 160, 0, ""))));
  }

  /**
   * LH1 lands 20 minutes late by what is known, LH2 leaves 75 minutes after it was due; 45 to
   * change.
   */
  @Test
  void theChanceOfMissingAConnectionIsItsForecasts() {
    String[] question = {"origin=EDDH", "destination=KJFK", "stops=1"};
    String missing = "/itineraries/0/changes/0/missing";
    assertTrue(ASKING.get("/v1/connections", question).at(missing).isMissingNode());
    String flight =
        ASKING.get("/v1/connections", question).at("/itineraries/0/rides/0/flight/id").asText();
    for (String[] told :
        new String[][] {{"05:00", "5,10,20"}, {"03:00", "50,60,70"}, {"05:00", "5,10,20"}}) {
      Payload payload =
          Samples.payload(
              "/forecast/2h",
              "forecast",
              Instant.parse("2026-11-24T" + told[0] + ":00Z"),
              """
              {"model":{"name":"flight-delay","version":3,"world":"simulated"},"horizon":"2h","made_at":"2026-11-24T%s:00Z",
               "forecasts":[{"flight":"%s","probability":0.4,"minutes":[%s],"reasons":[]}]}
              """
                  .formatted(told[0], flight, told[1]));
      new Neo4jFlightStore(Neo4jServer.connection())
          .apply(payload, new ForecastParser().parse(payload));
    }
    JsonNode chance = ASKING.get("/v1/connections", question).at(missing);
    assertEquals("2026-11-24T05:00:00Z", chance.path("madeAt").asText(), "the newest stays");
    long late =
        ASKING.get("/v1/connections", question).at("/itineraries/0/changes/0/spareMinutes").asLong()
            + 20;
    assertEquals(
        new DelayDistribution(5, 10, 20).exceeds(late),
        chance.path("probability").asDouble(),
        6e-4);
    assertEquals("simulated", chance.path("world").asText());
  }

  private static FlightReport flight(
      String number, String from, String to, int off, int on, int late, String registration) {
    return PlayedFlights.flight(
        Samples.payload(1),
        number,
        from,
        to,
        MORNING.plusSeconds(60L * off),
        MORNING.plusSeconds(60L * on),
        late,
        "OT",
        registration);
  }

  @Test
  void connectionsHaveBothClocksAndWhatIsToSpare() {
    JsonNode found = ASKING.get("/v1/connections", "origin=EDDH", "destination=KJFK");
    JsonNode first = found.at("/itineraries/0");
    assertEquals(List.of("LH1", "LH2"), each(first.path("rides"), "/flight/flight"));
    assertTrue(first.path("earliestArrival").asBoolean());
    assertFalse(first.path("fewestStops").asBoolean());
    assertEquals(1, first.path("stops").asInt());
    assertEquals("2026-11-24T06:20:00Z", first.at("/departs/utc").asText());
    assertEquals("2026-11-24T07:20", first.at("/departs/local").asText());
    assertEquals("2026-11-24T11:00", first.at("/arrives/local").asText(), "New York");
    assertEquals(580, first.path("minutes").asInt());
    assertEquals("FRA", first.at("/changes/0/airport/iata").asText());
    assertEquals(55, first.at("/changes/0/minutes").asInt());
    assertEquals(45, first.at("/changes/0/minimumMinutes").asInt());
    assertEquals(10, first.at("/changes/0/spareMinutes").asInt());
    assertEquals(
        List.of("LH3"),
        each(
            ASKING
                .get("/v1/connections", "origin=HAM", "destination=JFK", "stops=0")
                .at("/itineraries/0/rides"),
            "/flight/flight"));
    assertEquals(
        0,
        ASKING
            .get("/v1/connections", "origin=HAM", "destination=JFK", "within=5")
            .path("itineraries")
            .size());
    assertEquals(
        List.of("LH3"),
        each(
            ASKING
                .get(
                    "/v1/connections",
                    "origin=HAM",
                    "destination=JFK",
                    "departAfter=2026-11-24T07:00:00Z")
                .at("/itineraries/0/rides"),
            "/flight/flight"));
    ASKING.fix(400, "/v1/connections", "origin=HAM", "destination=EDDH");
    ASKING.fix(400, "/v1/connections", "origin=HAM");
    ASKING.fix(400, "/v1/connections", "origin=HAM", "destination=JFK", "stops=3");
    ASKING.fix(404, "/v1/connections", "origin=HAM", "destination=QQQ");
  }

  @Test
  void aRotationTellsWhereTheAircraftComesFromAndWhereItGoes() {
    JsonNode rotation =
        ASKING.get("/v1/flights/{flight}/rotation", "flight=LH-2-FRA-JFK-20261124T0815");
    assertEquals(List.of("LH1"), each(rotation.path("inbound"), "/flight/flight"));
    assertEquals(20, rotation.at("/inbound/0/lateMinutes").asInt());
    assertEquals(75, rotation.at("/inbound/0/scheduledTurnaroundMinutes").asInt());
    assertEquals(55, rotation.at("/inbound/0/turnaroundMinutes").asInt());
    assertEquals(0, rotation.at("/inbound/0/passedOnMinutes").asInt(), "40 minutes are to spare");
    assertEquals("LH4", rotation.at("/next/flight").asText());
    assertEquals(
        0,
        ASKING
            .get("/v1/flights/{flight}/rotation", "flight=LH-3-HAM-JFK-20261124T1100")
            .path("inbound")
            .size(),
        "nobody told its registration");
    ASKING.fix(404, "/v1/flights/{flight}/rotation", "flight=LH-9-FRA-JFK-20261124T0815");
  }

  @Test
  void theNetworkAndWhatItLosesWithoutAnAirport() {
    JsonNode routes = ASKING.get("/v1/routes", "from=2026-11-24", "to=2026-11-24", "limit=2");
    assertEquals(2, routes.path("routes").size());
    assertTrue(routes.has("next"));
    assertEquals(
        3,
        ASKING
            .get(
                "/v1/routes",
                "from=2026-11-24",
                "to=2026-11-24",
                "cursor=" + routes.path("next").asText())
            .path("routes")
            .size());
    ASKING.fix(400, "/v1/routes", "from=2026-01-01", "to=2026-11-24");
    JsonNode closed =
        ASKING.get("/v1/airports/{airport}/closure", "airport=FRA", "date=2026-11-24");
    assertEquals(4, closed.path("flightCount").asInt());
    assertEquals(List.of("GOT"), each(closed.path("cutOff"), "/iata"));
    assertTrue(closed.path("routes").toString().contains("HAM-FRA"));
  }
}
