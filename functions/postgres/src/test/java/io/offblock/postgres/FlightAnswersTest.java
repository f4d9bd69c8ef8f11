package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.answer.StoreAnswers;
import io.offblock.flight.Airframe;
import io.offblock.flight.Codeshares;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightNumber;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A small world at 12:00 UTC on 24 November 2026, whose answers are known. */
class FlightAnswersTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final PostgresSession SESSION = Database.session();
  private static final PostgresSession READER = Database.reader();
  private static final PostgresFlightStore STORE = new PostgresFlightStore(SESSION);
  private static final Router ROUTER =
      new StoreAnswers(new PostgresFlightStore(READER), new PostgresFacts(READER, () -> NOON))
          .on(PostgresAnswers.of(READER, Airports.packaged(), () -> NOON));

  @BeforeEach
  void world() {
    Database.empty();
    load(1, flight("LH-400-FRA-JFK-20261124T1055", "DP", 600, 12, null, null, "74H", "UA8842"));
    load(2, flight("LH-100-FRA-MUC-20261124T1230", "NA", 60, null, 45, null, "32N"));
    load(3, flight("LH-200-FRA-MUC-20261124T0600", "NA", 60, null, null, null, "32N"));
    load(4, flight("LH-300-MUC-FRA-20261124T1000", "LD", 60, 0, null, 2, "32N"));
    load(5, flight("LH-500-FRA-MUC-20261124T1000", "DP", 60, 0, null, null, "32N"));
    load(6, flight("LH-600-FRA-MUC-20261124T1300", "CD", 60, null, null, null, "32N"));
    load(7, flight("LH-3600-FRA-MUC-20261124T1215", "DP", 240, 0, null, null, "TRN"));
    load(8, flight("LX-8-ZRH-FRA-20261124T1210", "DP", 90, 3, null, null, "223"));
    load(9, flight("LH-900-FRA-MUC-20261124T2200", "NA", 60, null, null, null, "32N"));
  }

  @Test
  void aFlightIsFoundByItsOperatingMarketingAndIcaoNumber() throws IOException {
    for (String number : List.of("LH400", "lh 0400", "UA8842", "DLH400")) {
      JsonNode flights =
          get("/v1/flights/{flight}/{date}", Map.of("flight", number, "date", "2026-11-24"))
              .path("flights");
      assertEquals(1, flights.size(), number);
      JsonNode flight = flights.get(0);
      assertEquals("LH-400-FRA-JFK-20261124T1055", flight.path("id").asText());
      assertEquals("2026-11-24T10:07:00Z", flight.at("/departure/actual/utc").asText());
      assertEquals("2026-11-24T11:07", flight.at("/departure/actual/local").asText());
      assertEquals(12, flight.at("/departure/delayMinutes").asInt());
      assertEquals(
          "New York", flight.at("/destination/city").asText().replace("-", " ").substring(0, 8));
      assertEquals(1, flight.path("payloads").size());
    }
    load(20, new Reference.Airline("9W", Optional.of("JAI"), new TreeMap<>()));
    load(21, flight("9W-7-FRA-MUC-20261124T1400", "NA", 60, null, null, null, "32N"));
    assertEquals(
        1,
        get("/v1/flights/{flight}/{date}", Map.of("flight", "JAI7", "date", "2026-11-24"))
            .path("flights")
            .size(),
        "by harvested reference data");
  }

  @Test
  void numbersAndDatesThatAreNoneOrUnknownAreProblemsWithAFix() throws IOException {
    problem(400, Map.of("flight", "400", "date", "2026-11-24"));
    problem(400, Map.of("flight", "LH400", "date", "24.11.2026"));
    problem(404, Map.of("flight", "LH400", "date", "2026-11-25"));
    problem(404, Map.of("flight", "LH401' or true --".substring(0, 5), "date", "2026-11-24"));
  }

  @Test
  void theMapHasWhatFliesNow() throws IOException {
    JsonNode map = get("/v1/flights/airborne", Map.of());
    // LH500 was due at 10:00Z and nobody reported its landing; LH3600 is a train.
    assertEquals(List.of("LH-400-FRA-JFK-20261124T1055", "LX-8-ZRH-FRA-20261124T1210"), ids(map));
    assertEquals(2, map.path("count").asInt());
    JsonNode flight =
        StreamSupport.stream(map.path("flights").spliterator(), false)
            .filter(f -> f.path("flight").asText().equals("LH400"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        Instant.parse("2026-11-24T10:07:00Z").getEpochSecond(), flight.path("off").asLong());
    assertEquals(
        Instant.parse("2026-11-24T19:55:00Z").getEpochSecond(), flight.path("on").asLong());
    assertEquals("scheduled", flight.path("onBasis").asText());
    assertEquals(12, flight.path("delayMinutes").asInt());
    assertEquals(8.54, map.at("/airports/FRA/0").asDouble(), 0.02);
    assertEquals(50.03, map.at("/airports/FRA/1").asDouble(), 0.02);
    assertEquals(
        List.of("FRA", "JFK", "ZRH"),
        map.path("airports").properties().stream().map(Map.Entry::getKey).toList());
    assertEquals("DABYA", flight.path("registration").asText());
    assertEquals("74H", flight.path("type").asText());
  }

  @Test
  void aLegOfADiversionIsOnTheMapWhileItFlies() throws IOException {
    load(20, flight("LH-4184-LCY-NWI-20261124T1140", "DV", 50, 5, null, null, "31B"));
    load(21, flight("LH-4185-MUC-LCY-20261124T1140", "DV", 50, null, null, null, "31B"));
    load(22, flight("LH-4186-MUC-LCY-20261124T1040", "DV", 50, 5, null, 3, "31B"));
    assertEquals(
        List.of(
            "LH-400-FRA-JFK-20261124T1055",
            "LH-4184-LCY-NWI-20261124T1140",
            "LX-8-ZRH-FRA-20261124T1210"),
        ids(get("/v1/flights/airborne", Map.of())),
        "one leg flies, one has not left, one has landed");
    List<String> before = ids(get("/v1/flights/airborne", Map.of("at", "2026-11-24T11:59:00Z")));
    assertTrue(before.contains("LH-4184-LCY-NWI-20261124T1140"), "as a minute ago");
    assertFalse(before.contains("LH-4185-MUC-LCY-20261124T1140"), "nor had it left then");
  }

  @Test
  void aFlightWhoseLandingNobodyReportedLeavesTheMapHalfAnHourAfterItsBestArrival() {
    assertEquals(
        "2",
        Database.query("select count(*) from airborne('2026-11-24T11:40:00Z')"),
        "LX8 is due 12:40Z");
    assertEquals(
        "t",
        Database.query(
            "select exists (select from airborne('2026-11-24T13:09:59Z') where id like 'LX-8-%')"));
    assertEquals(
        "f",
        Database.query(
            "select exists (select from airborne('2026-11-24T13:10:00Z') where id like 'LX-8-%')"));
    assertEquals(
        "f",
        Database.query(
            "select exists (select from airborne('2026-11-24T11:12:00Z') where id like 'LX-8-%')"),
        "not before it is off");
  }

  @Test
  void theDeparturesBoardKeepsAFlightUntilItHasEnded() throws IOException {
    JsonNode board = get("/v1/airports/{airport}/departures", Map.of("airport", "fra"));
    assertEquals(
        List.of(
            "LH-200-FRA-MUC-20261124T0600", // due 05:00Z, nobody reported it off
            "LH-400-FRA-JFK-20261124T1055",
            "LH-3600-FRA-MUC-20261124T1215",
            "LH-600-FRA-MUC-20261124T1300",
            "LH-100-FRA-MUC-20261124T1230"), // by its best time 12:15Z
        ids(board));
    assertEquals("2026-11-24T10:00:00Z", board.path("from").asText());
    assertEquals("2026-11-24T18:00:00Z", board.path("until").asText());
    assertEquals("FRA", board.at("/airport/iata").asText());
    assertEquals(45, board.at("/flights/4/departure/delayMinutes").asInt());
    assertEquals("estimated", board.at("/flights/4/departure/delayBasis").asText());
    assertEquals(
        2,
        get("/v1/airports/{airport}/departures", Map.of("airport", "EDDF", "limit", "2"))
            .path("flights")
            .size());
    assertEquals(
        List.of("LH-900-FRA-MUC-20261124T2200"),
        ids(
                get(
                    "/v1/airports/{airport}/departures",
                    Map.of(
                        "airport",
                        "FRA",
                        "from",
                        "2026-11-24T20:00:00Z",
                        "until",
                        "2026-11-24T22:00:00Z")))
            .stream()
            .filter(id -> id.contains("-900-"))
            .toList());
  }

  @Test
  void theArrivalsBoardShowsWhatComesAndWhatJustCame() throws IOException {
    JsonNode board = get("/v1/airports/{airport}/arrivals", Map.of("airport", "FRA"));
    assertEquals(List.of("LH-300-MUC-FRA-20261124T1000", "LX-8-ZRH-FRA-20261124T1210"), ids(board));
  }

  @Test
  void whatIsKeptOfAFlightIsToldAnewWhenItWasWrittenAgain() throws IOException {
    String id = "LH-400-FRA-JFK-20261124T1055";
    assertEquals(12, told(id).at("/departure/delayMinutes").asInt());
    load(10, flight(id, "DP", 600, 25, null, null, "74H"));
    assertEquals(25, told(id).at("/departure/delayMinutes").asInt());
    assertEquals(25, mapped(id).path("delayMinutes").asInt());
  }

  @Test
  void aTableThatWasRebuiltIsToldAsItIsThoughItsRevisionsCountAnew() throws IOException {
    String id = "LH-400-FRA-JFK-20261124T1055";
    assertEquals(12, told(id).at("/departure/delayMinutes").asInt());
    assertEquals(12, mapped(id).path("delayMinutes").asInt());
    Database.empty();
    load(11, flight(id, "DP", 600, 31, null, null, "74H"));
    assertEquals(31, told(id).at("/departure/delayMinutes").asInt());
    assertEquals(31, mapped(id).path("delayMinutes").asInt());
  }

  @Test
  void theBoardAsATableHasTheSameFlights() {
    ApiAnswer table =
        ask(
            "/v1/airports/{airport}/departures",
            Map.of("airport", "FRA", "format", "csv", "from", "2026-11-24T09:00:00Z"));
    List<String> lines = new String(table.body()).lines().toList();
    assertTrue(lines.getFirst().contains(",departure.actual.utc,"), lines.getFirst());
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.startsWith("LH-400-FRA-JFK-20261124T1055,LH,400,")
                        && line.contains(",2026-11-24T10:07:00Z,")),
        lines.toString());
  }

  /** As the departures of its airport tell it. */
  private static JsonNode told(String id) throws IOException {
    return one(
        get(
            "/v1/airports/{airport}/departures",
            Map.of("airport", "FRA", "from", "2026-11-24T09:00:00Z")),
        id);
  }

  private static JsonNode mapped(String id) throws IOException {
    return one(get("/v1/flights/airborne", Map.of()), id);
  }

  private static JsonNode one(JsonNode answer, String id) {
    return StreamSupport.stream(answer.path("flights").spliterator(), false)
        .filter(flight -> flight.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void boardsRefuseWindowsAndLimitsThatAreNone() {
    for (Map<String, String> query :
        List.of(
            Map.of(
                "airport", "FRA", "from", "2026-11-24T20:00:00Z", "until", "2026-11-24T19:00:00Z"),
            Map.of(
                "airport", "FRA", "from", "2026-01-01T00:00:00Z", "until", "2026-11-24T19:00:00Z"),
            Map.of("airport", "FRA", "limit", "501"),
            Map.of("airport", "FRA';", "limit", "5"))) {
      assertEquals(400, ask("/v1/airports/{airport}/departures", query).status(), query.toString());
    }
    assertEquals(404, ask("/v1/airports/{airport}/arrivals", Map.of("airport", "QQQ")).status());
  }

  @Test
  void anAirportHasItsNamesInAllLanguagesThatWereHarvested() throws IOException {
    assertFalse(get("/v1/airports/{airport}", Map.of("airport", "FRA")).has("names"));
    load(
        30,
        new Reference.Airport(
            "FRA",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new TreeMap<>(Map.of("EN", "Frankfurt", "FR", "Francfort")),
            Optional.empty(),
            Optional.empty()));
    JsonNode airport = get("/v1/airports/{airport}", Map.of("airport", "EDDF"));
    assertEquals("Francfort", airport.at("/names/FR").asText());
    assertEquals("Europe/Berlin", airport.path("zone").asText());
  }

  @Test
  void theStoreSaysHowMuchFliesAndHowOldThatIs() throws IOException {
    JsonNode store = get("/v1/stores/postgres", Map.of());
    assertEquals(9, store.path("flights").asInt());
    assertEquals(9, store.path("payloads").asInt());
    assertEquals(2, store.path("airborne").asInt());
    // Seen at 08:01Z and 08:08Z, asked at 12:00Z.
    assertEquals(13_920, store.at("/freshness/p50_s").asDouble());
    assertEquals(14_340, store.at("/freshness/p95_s").asDouble());
    assertEquals("2026-11-24T08:09:00Z", store.path("newest").asText());
    JsonNode days =
        get("/v1/stores/postgres/digest", Map.of("from", "2026-11-24", "to", "2026-11-24"))
            .path("days");
    assertEquals(9, days.at("/0/count").asInt());
    assertTrue(
        get(
                "/v1/stores/postgres/payloads/{payload}",
                Map.of("payload", Samples.payload(3).key().token()))
            .path("loaded")
            .asBoolean());
    assertEquals(
        404,
        ask(
                "/v1/stores/postgres/payloads/{payload}",
                Map.of("payload", Samples.payload(99).key().token()))
            .status());
  }

  private static void problem(int status, Map<String, String> path) throws IOException {
    ApiAnswer answer = ask("/v1/flights/{flight}/{date}", path);
    assertEquals(status, answer.status(), path.toString());
    assertFalse(new ObjectMapper().readTree(answer.body()).path("fix").asText().isEmpty());
  }

  private static List<String> ids(JsonNode answer) {
    return StreamSupport.stream(answer.path("flights").spliterator(), false)
        .map(f -> f.path("id").asText())
        .toList();
  }

  private static JsonNode get(String resource, Map<String, String> values) throws IOException {
    ApiAnswer answer = ask(resource, values);
    assertEquals(200, answer.status(), new String(answer.body()));
    return new ObjectMapper().readTree(answer.body());
  }

  private static ApiAnswer ask(String resource, Map<String, String> values) {
    Map<String, String> path = new TreeMap<>(values);
    path.keySet().removeIf(name -> !resource.contains("{" + name + "}"));
    Map<String, String> query = new TreeMap<>(values);
    query.keySet().removeAll(path.keySet());
    return ROUTER.answer(new ApiRequest("GET", resource, path, query, Map.of(), "test"));
  }

  private static void load(int payload, FlightSketch sketch) {
    Payload from = Samples.payload(payload);
    STORE.apply(from, Samples.flights(List.of(sketch.report(from))));
  }

  private static void load(int payload, Reference item) {
    STORE.apply(Samples.payload(payload), Samples.references(item));
  }

  private static FlightSketch flight(
      String id,
      String status,
      int minutes,
      Integer off,
      Integer expectedOff,
      Integer on,
      String type,
      String... codeshares) {
    return new FlightSketch(
        FlightId.parse(id).orElseThrow(), status, minutes, off, expectedOff, on, type, codeshares);
  }

  /** Delays in minutes; null where nobody said. */
  private record FlightSketch(
      FlightId id,
      String status,
      int minutes,
      Integer off,
      Integer expectedOff,
      Integer on,
      String type,
      String... codeshares) {
    FlightReport report(Payload payload) {
      Instant departure = id.scheduledDeparture().atZone(zone(id.origin())).toInstant();
      Instant arrival = departure.plusSeconds(60L * minutes);
      return new FlightReport(
          id,
          payload.version(),
          payload.key().id(),
          "flightstatus",
          Optional.of(
              new Operation(
                  side(id.origin(), departure, expectedOff, off),
                      side(id.destination(), arrival, null, on),
                  Optional.of(status), Optional.of(type))),
          Optional.of(new Airframe(Optional.of("DABYA"), Optional.of("Passenger"))),
          Optional.of(
              new Codeshares(
                  List.of(codeshares).stream()
                      .map(n -> FlightNumber.parse(n).orElseThrow())
                      .toList())),
          Optional.empty(),
          "{}");
    }

    private static Movement side(
        String airport, Instant scheduled, Integer estimated, Integer actual) {
      return new Movement(
          Optional.of(time(airport, scheduled, 0)),
          Optional.ofNullable(estimated).map(m -> time(airport, scheduled, m)),
          Optional.ofNullable(actual).map(m -> time(airport, scheduled, m)),
          Optional.of("1"),
          Optional.empty(),
          Optional.empty());
    }

    private static FlightTime time(String airport, Instant scheduled, int late) {
      Instant utc = scheduled.plusSeconds(60L * late);
      return new FlightTime(utc.atZone(zone(airport)).toLocalDateTime(), Optional.of(utc));
    }

    private static ZoneId zone(String airport) {
      return Airports.packaged().find(airport).orElseThrow().zone();
    }
  }
}
