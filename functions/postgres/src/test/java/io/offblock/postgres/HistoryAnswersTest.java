package io.offblock.postgres;

import static io.offblock.answer.Asking.each;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.airport.Airports;
import io.offblock.airport.GreatCircle;
import io.offblock.airport.Position;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.Asking;
import io.offblock.answer.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The small world at noon: what was known when, the map of other moments, pages, forms, statistics.
 */
class HistoryAnswersTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String LH400 = "flight=LH-400-FRA-JFK-20261124T1055";
  private static final Asking ASKING =
      new Asking(PostgresAnswers.of(Database.reader(), Airports.packaged(), () -> NOON));

  @BeforeAll
  static void world() {
    SmallWorld.load();
  }

  @Test
  void aFlightIsToldAsItWasKnownAtAMoment() {
    JsonNode first = ASKING.get("/v1/flights/{flight}", LH400, "asOf=2026-11-24T08:01:30Z");
    assertEquals("Z50", first.at("/departure/gate").asText());
    assertFalse(first.at("/departure").has("estimated"));
    assertEquals("2026-11-24T08:01:30Z", first.path("asOf").asText());
    assertEquals(30, first.path("ageSeconds").asInt(), "the age that the knowledge had then");
    JsonNode second = ASKING.get("/v1/flights/{flight}", LH400, "asOf=2026-11-24T08:02:00Z");
    assertEquals("2026-11-24T11:05", second.at("/departure/estimated/local").asText());
    JsonNode now = ASKING.get("/v1/flights/{flight}", LH400);
    assertEquals("2026-11-24T10:07:00Z", now.at("/departure/actual/utc").asText());
    assertFalse(now.has("asOf"));
    assertTrue(
        ASKING
            .fix(404, "/v1/flights/{flight}", LH400, "asOf=2026-11-24T08:00:59Z")
            .contains("timeline"));
    assertTrue(
        ASKING
            .fix(400, "/v1/flights/{flight}", LH400, "asOf=2026-11-24T12:00:01Z")
            .contains("passed"));
    assertEquals(
        "Z50",
        ASKING
            .get("/v1/flights/{flight}", LH400, "asOf=2026-11-24T08:01:59Z")
            .at("/departure/gate")
            .asText(),
        "a second covers what was seen within it and no more");
    ASKING.fix(404, "/v1/flights/{flight}", "flight=LH-401-FRA-JFK-20261124T1055");
    ASKING.fix(400, "/v1/flights/{flight}", "flight=LH400");
  }

  @Test
  void aFlightIsAnEventForACalendarThatAsksForOne() {
    ApiAnswer answer = ASKING.ask(Map.of("accept", "text/calendar"), "/v1/flights/{flight}", LH400);
    assertTrue(answer.headers().get("Content-Type").startsWith("text/calendar"));
    assertTrue(Asking.text(answer).contains("DTSTART:20261124T100700Z"), Asking.text(answer));
  }

  @Test
  void theMapOfAnotherMomentIsByWhatIsKnownToday() {
    JsonNode map = ASKING.get("/v1/flights/airborne", "at=2026-11-24T08:20:00Z");
    assertEquals(List.of("LH101"), each(map.path("flights"), "/flight"), "it has landed since");
    assertEquals("scheduled", map.at("/flights/0/onBasis").asText().replace("actual", "scheduled"));
    assertEquals(Instant.parse("2026-11-24T08:20:00Z").getEpochSecond(), map.path("at").asLong());
    assertEquals(
        List.of("LH100"),
        each(
            ASKING.get("/v1/flights/airborne", "at=2026-11-23T07:00:00Z").path("flights"),
            "/flight"));
    assertEquals(
        List.of("LH400", "LX8"),
        each(ASKING.get("/v1/flights/airborne").path("flights"), "/flight").stream()
            .sorted()
            .toList());
    assertEquals(
        List.of("LH104", "LH400"),
        each(
            ASKING.get("/v1/flights/airborne", "at=2026-11-24T13:20:00Z").path("flights"),
            "/flight"),
        "expected to leave at 13:15Z; the cancelled one never");
  }

  @Test
  void aSpanOfTheMapHasAllThatFliesInIt() {
    JsonNode map =
        ASKING.get(
            "/v1/flights/airborne", "from=2026-11-24T06:30:00Z", "until=2026-11-24T08:30:00Z");
    assertEquals(List.of("LH100", "LH101"), each(map.path("flights"), "/flight"));
    assertEquals(
        7200, map.path("until").asLong() - map.path("at").asLong(), "the answer says its span");
    for (String[] bad :
        List.of(
            new String[] {"from=2026-11-24T06:30:00Z"},
            new String[] {"at=2026-11-24T06:30:00Z", "from=2026-11-24T06:30:00Z"},
            new String[] {"from=2026-11-24T06:30:00Z", "until=2026-11-24T06:30:00Z"},
            new String[] {"from=2026-11-24T06:30:00Z", "until=2026-11-24T19:30:00Z"})) {
      assertFalse(ASKING.fix(400, "/v1/flights/airborne", bad).isBlank());
    }
  }

  @Test
  void theMapAsPointsHasEachFlightWhereTheFormulaPutsIt() {
    ApiAnswer answer =
        ASKING.ask("/v1/flights/airborne", "at=2026-11-24T11:41:30Z", "format=geojson");
    assertEquals("application/geo+json", answer.headers().get("Content-Type"));
    JsonNode points = Asking.json(answer).path("features");
    assertEquals(2, points.size());
    for (JsonNode point : points) {
      if (point.at("/properties/flight").asText().equals("LX8")) {
        // Off at 11:13Z, on at 12:10Z: half of the way.
        Position half =
            GreatCircle.position(
                Airports.packaged().find("ZRH").orElseThrow(),
                Airports.packaged().find("FRA").orElseThrow(),
                0.5);
        assertEquals(half.lon(), point.at("/geometry/coordinates/0").asDouble(), 1e-4);
        assertEquals(half.lat(), point.at("/geometry/coordinates/1").asDouble(), 1e-4);
      }
    }
  }

  @Test
  void aMapThatDidNotChangeIsNotSentAgain() {
    String tag = ASKING.ask("/v1/flights/airborne").headers().get("ETag");
    Asking later =
        new Asking(
            PostgresAnswers.of(Database.reader(), Airports.packaged(), () -> NOON.plusSeconds(1)));
    assertEquals(304, later.ask(Map.of("if-none-match", tag), "/v1/flights/airborne").status());
  }

  @Test
  void theScheduleOfARouteOnADay() {
    JsonNode day =
        ASKING.get(
            "/v1/routes/{origin}/{destination}/{date}",
            "origin=EDDF",
            "destination=MUC",
            "date=2026-11-24");
    assertEquals(List.of("LH100", "LH102", "LH104"), each(day.path("flights"), "/flight"));
    assertEquals(300, day.path("distanceKm").asDouble(), 5);
    ApiAnswer table =
        ASKING.ask(
            "/v1/routes/{origin}/{destination}/{date}",
            "origin=FRA",
            "destination=MUC",
            "date=2026-11-24",
            "format=csv");
    assertEquals(4, Asking.text(table).lines().count());
  }

  @Test
  void aBoardGoesOnWhereThePageBeforeEnded() {
    String board = "/v1/airports/{airport}/departures";
    List<String> whole = each(ASKING.get(board, "airport=FRA").path("flights"), "/id");
    assertTrue(whole.size() >= 3, whole.toString());
    List<String> paged = new java.util.ArrayList<>();
    String next = "";
    do {
      ApiAnswer answer =
          next.isEmpty()
              ? ASKING.ask(board, "airport=FRA", "limit=1")
              : ASKING.ask(board, "airport=FRA", "limit=1", "cursor=" + next);
      JsonNode page = Asking.json(answer);
      paged.addAll(each(page.path("flights"), "/id"));
      next = page.path("next").asText();
      assertEquals(!next.isEmpty(), answer.headers().containsKey("Link"));
    } while (!next.isEmpty());
    assertEquals(whole, paged);
    ASKING.fix(400, board, "airport=FRA", "cursor=bm9uZQ");
    Cursor beyond = Cursor.of(Instant.MIN, Instant.MIN.plusSeconds(60), Instant.MIN, "");
    ASKING.fix(400, board, "airport=FRA", "cursor=" + beyond);
    ASKING.fix(400, "/v1/airlines", "cursor=AA");
  }

  @Test
  void statisticsHaveTheirPopulationAndInterval() {
    JsonNode all =
        ASKING.get(
            "/v1/statistics", "by=carrier", "from=2026-11-23", "to=2026-11-24", "carrier=DLH");
    // As the function punctuality tells them (PunctualityTest, answers.txt): 4 known, 2 late.
    assertEquals(4, all.at("/all/n").asInt());
    assertEquals(2, all.at("/all/late").asInt());
    assertEquals(0.5, all.at("/all/lateShare").asDouble());
    assertEquals(0.15, all.at("/all/lateInterval/0").asDouble(), 0.0005);
    assertEquals(0.85, all.at("/all/lateInterval/1").asDouble(), 0.0005);
    assertEquals(1, all.at("/all/cancelled").asInt());
    assertEquals(List.of("LH"), each(all.path("groups"), "/key"));
    assertTrue(
        all.at("/all/meanInterval/0").asDouble() < all.at("/all/meanDelayMinutes").asDouble());

    JsonNode routes =
        ASKING.get("/v1/statistics", "from=2026-11-23", "to=2026-11-24", "origin=FRA", "limit=1");
    assertEquals("FRA-MUC", routes.at("/groups/0/key").asText());
    assertEquals("MUC", routes.at("/groups/0/destination/iata").asText());
    assertTrue(routes.has("next"));
    JsonNode hours = ASKING.get("/v1/statistics", "by=hour", "from=2026-11-23", "to=2026-11-24");
    assertEquals(
        List.of("7", "8", "10", "12"),
        each(hours.path("groups"), "/key").stream().filter(h -> !h.equals("18")).toList());
    assertEquals(
        1,
        Asking.text(ASKING.ask("/v1/statistics", "from=2020-01-01", "to=2020-01-02", "format=csv"))
            .lines()
            .count());
    ASKING.fix(400, "/v1/statistics", "from=2026-11-24", "to=2026-11-23");
    ASKING.fix(400, "/v1/statistics", "from=2020-11-24", "to=2026-11-23");
    ASKING.fix(400, "/v1/statistics", "by=colour");
  }

  @Test
  void anAirportHasItsHoursItsAirlinesAndItsWorstRoutes() {
    JsonNode airport =
        ASKING.get(
            "/v1/airports/{airport}/statistics", "airport=FRA", "from=2026-11-23", "to=2026-11-24");
    assertEquals(3, airport.at("/departures/all/n").asInt());
    assertEquals("FRA-MUC", airport.at("/departures/worstRoutes/0/key").asText());
    assertEquals(2, airport.at("/arrivals/all/flights").asInt());
    assertEquals(1, airport.at("/arrivals/all/n").asInt(), "LX8 has not arrived");
  }

  @Test
  void theDelayIndexFollowsItsFormula() {
    JsonNode index =
        ASKING.get("/v1/airports/{airport}/delay-index", "airport=FRA", "date=2026-11-24");
    // Departures: 5, 12 and (expected) 45 minutes late, one cancelled, one of which nothing is
    // known.
    JsonNode departures = index.at("/day/departures");
    assertEquals(5, departures.path("flights").asInt());
    assertEquals(4, departures.path("n").asInt());
    assertEquals(1, departures.path("cancelled").asInt());
    assertEquals(1, departures.path("late").asInt());
    assertEquals(100 * ((5 + 12 + 45) / 120.0 + 1) / 4, departures.path("index").asDouble(), 0.06);
    assertEquals(62 / 3.0, departures.path("meanDelayMinutes").asDouble(), 0.06);
    JsonNode seven = index.at("/hours/0");
    assertEquals("2026-11-24T07:00", seven.at("/hour/local").asText());
    assertEquals("2026-11-24T06:00:00Z", seven.at("/hour/utc").asText());
    assertEquals(4.2, seven.at("/departures/index").asDouble());
    assertTrue(index.path("formula").asText().contains("120"));
    JsonNode unknown = index.at("/hours/1/departures");
    assertEquals("2026-11-24T09:00", index.at("/hours/1/hour/local").asText());
    assertEquals(0, unknown.path("n").asInt());
    assertFalse(unknown.has("index"), "of what is not known there is no index");
  }

  @Test
  void disruptionsAreCountedWithTheirPopulation() {
    JsonNode now = ASKING.get("/v1/disruptions");
    assertEquals(List.of("LH102"), each(now.path("cancelledFlights"), "/flight"));
    assertEquals(List.of("LH104"), each(now.path("delayedFlights"), "/flight"));
    assertEquals(0, now.path("diverted").asInt());
    assertEquals(7, now.path("flights").asInt(), "the day's flights");
    assertEquals("FRA", now.at("/byAirport/0/key").asText());
    assertEquals(
        2, now.at("/byAirport/0/cancelled").asInt() + now.at("/byAirport/0/delayed").asInt());
    assertEquals("LH", now.at("/byCarrier/0/key").asText());
    assertEquals(
        0, ASKING.get("/v1/disruptions", "airport=LSZH", "carrier=LX").path("cancelled").asInt());
    assertEquals(1, ASKING.get("/v1/disruptions", "carrier=DLH").path("cancelled").asInt());
  }

  @Test
  void airlinesAreFoundByEitherDesignator() {
    assertEquals(
        "Lufthansa", ASKING.get("/v1/airlines/{airline}", "airline=dlh").path("name").asText());
    assertEquals("UAL", ASKING.get("/v1/airlines/{airline}", "airline=UA").path("icao").asText());
    JsonNode first = ASKING.get("/v1/airlines", "limit=1");
    assertEquals(List.of("LH"), each(first.path("airlines"), "/iata"));
    JsonNode second =
        ASKING.get("/v1/airlines", "limit=1", "cursor=" + first.path("next").asText());
    assertEquals(List.of("UA"), each(second.path("airlines"), "/iata"));
    assertFalse(second.has("next"));
    ASKING.fix(404, "/v1/airlines/{airline}", "airline=QQ");
  }
}
