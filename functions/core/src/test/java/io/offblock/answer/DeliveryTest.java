package io.offblock.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightTime;
import io.offblock.flight.Movement;
import io.offblock.flight.Operation;
import io.offblock.flight.Stamped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all answers have in common, and what the contract refuses before any of them is made. */
class DeliveryTest {
  private static final AtomicInteger AGE = new AtomicInteger();
  private static final AtomicInteger GATE = new AtomicInteger(1);
  private static final Asking ASKING =
      new Asking(
          Router.of()
              .get("/v1/plain", r -> ApiAnswer.json(Map.of("a", 1)))
              .get(
                  "/v1/rows",
                  r -> {
                    List<Map<String, Object>> rows =
                        List.of(
                            Fields.none()
                                .with("ageSeconds", AGE.incrementAndGet())
                                .with("gate", "A" + GATE.get())
                                .map());
                    return ApiAnswer.json(Map.of("rows", rows))
                        .alsoAsTable(rows)
                        .alsoAs(Format.ICALENDAR, () -> "BEGIN".getBytes(StandardCharsets.UTF_8))
                        .freshFor(Duration.ofSeconds(15));
                  })
              .get(
                  "/v1/points",
                  r ->
                      ApiAnswer.json(Map.of("off", 1))
                          .alsoAs(
                              Format.GEOJSON,
                              () -> ("[" + GATE.get() + "]").getBytes(StandardCharsets.UTF_8)))
              .get("/v1/airports/{airport}/departures", r -> ApiAnswer.json(r.query()))
              .get("/v1/airports/near", r -> ApiAnswer.json(r.query())));

  @Test
  void pointsThatMovedAreSentThoughNothingWasSaidMeanwhile() {
    String plain = ASKING.ask("/v1/points").headers().get("ETag");
    String points = tagOfPoints();
    assertEquals(points, tagOfPoints());
    GATE.incrementAndGet();
    assertNotEquals(points, tagOfPoints());
    assertEquals(plain, ASKING.ask("/v1/points").headers().get("ETag"));
  }

  private static String tagOfPoints() {
    return ASKING.ask("/v1/points", "format=geojson").headers().get("ETag");
  }

  @Test
  void anAnswerIsTaggedAndNotSentAgainWhileItIsTheSame() {
    ApiAnswer first = ASKING.ask("/v1/rows");
    String tag = first.headers().get("ETag");
    assertTrue(tag.matches("W/\"[0-9a-f]{24}\""), tag);
    for (String asked : List.of(tag, tag.substring(2), "\"x\", " + tag, "*")) {
      ApiAnswer again = ASKING.ask(Map.of("if-none-match", asked), "/v1/rows");
      assertEquals(304, again.status(), "only the age is another: " + asked);
      assertEquals(0, again.body().length);
      assertEquals(tag, again.headers().get("ETag"));
      assertEquals("public, max-age=15", again.headers().get("Cache-Control"));
      assertEquals("test", again.headers().get("X-Request-Id"));
    }
    GATE.incrementAndGet();
    ApiAnswer changed = ASKING.ask(Map.of("if-none-match", tag), "/v1/rows");
    assertEquals(200, changed.status());
    assertNotEquals(tag, changed.headers().get("ETag"));
  }

  @Test
  void eachByteButTheAgesDecidesTheTag() {
    String body = "{\"ageSeconds\":12,\"a\":\"ageSecond\",\"ageSeconds\":3,\"b\":1,\"ageSeconds\":";
    String tag = tag(body + "7");
    assertEquals(tag, tag(body.replace("12", "4711") + "70"));
    assertEquals(tag, tag(body));
    Set<String> tags = new HashSet<>(Set.of(tag, tag(""), tag(body + "7}")));
    String essence = body.replaceAll("\\d+", "");
    for (int i = 0; i < essence.length(); i++) {
      tags.add(tag(essence.substring(0, i) + "~" + essence.substring(i + 1)));
    }
    assertEquals(3 + essence.length(), tags.size());
  }

  private static String tag(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Router router = Router.of().get("/v1/bytes", r -> ApiAnswer.bytes(bytes, "application/json"));
    return new Asking(router).ask("/v1/bytes").headers().get("ETag");
  }

  @Test
  void whatNobodyToldHowLongItHoldsIsAskedForAgainAndProblemsAreNotKept() {
    assertEquals("no-cache", ASKING.ask("/v1/plain").headers().get("Cache-Control"));
    ApiAnswer none = ASKING.ask("/v1/none");
    assertEquals("no-store", none.headers().get("Cache-Control"));
    assertFalse(none.headers().containsKey("ETag"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | application/json",
        "*/* | application/json",
        "text/csv | text/csv",
        "text/html, text/*;q=0.5, */*;q=0.1 | text/csv",
        "application/json;q=0.2, text/calendar | text/calendar",
        "text/csv;q=0, application/* | application/json",
      })
  void theFormIsTheOneThatIsAccepted(String accept, String type) {
    ApiAnswer answer = ASKING.ask(Map.of("accept", accept), "/v1/rows");
    assertEquals(200, answer.status());
    assertEquals(type, answer.headers().get("Content-Type").split(";")[0]);
    assertEquals("Accept", answer.headers().get("Vary"));
  }

  @Test
  void aWordInTheLinkIsStrongerThanAccept() {
    ApiAnswer answer = ASKING.ask(Map.of("accept", "application/json"), "/v1/rows", "format=csv");
    assertEquals("ageSeconds,gate", Asking.text(answer).lines().findFirst().orElseThrow());
    assertNotEquals(
        ASKING.ask("/v1/rows").headers().get("ETag"),
        answer.headers().get("ETag"),
        "another form is another tag");
    assertTrue(ASKING.fix(406, "/v1/rows", "format=geojson").contains("json, csv, ics"));
    assertEquals(406, ASKING.ask(Map.of("accept", "image/png"), "/v1/rows").status());
    assertEquals(406, ASKING.ask("/v1/plain", "format=csv").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "airport=FRA; sort=up | from, until, limit, cursor, format",
        "airport=FRANKFURT | IATA or ICAO code, such as FRA.",
        "airport=FRA; limit=0 | 1 to 500",
        "airport=FRA; limit=501 | 1 to 500",
        "airport=FRA; limit=ten | 1 to 500",
        "airport=FRA; from=yesterday | such as 2026-11-24T08:00:00Z",
        "airport=FRA; until=2026-11-24 | such as 2026-11-24T08:00:00Z",
        "airport=FRA; from=+99999-01-01T00:00:00Z | such as 2026-11-24T08:00:00Z",
        "airport=FRA; format=xml | One of: json, csv",
        "airport=FRA; format= | One of: json, csv",
        "airport=FRA; from= | such as 2026-11-24T08:00:00Z",
        "airport=FRA; limit= | 1 to 500",
      })
  void whatTheContractDoesNotAllowIsRefusedWithTheFix(String asked, String fix) {
    String said = ASKING.fix(400, "/v1/airports/{airport}/departures", asked.split("; "));
    assertTrue(said.contains(fix), said);
  }

  @Test
  void whatTheContractAllowsArrives() {
    assertEquals(
        "5",
        ASKING
            .get(
                "/v1/airports/{airport}/departures",
                "airport=eddf",
                "limit=5",
                "from=2026-11-24T08:00:00 01:00")
            .path("limit")
            .asText());
    assertTrue(ASKING.fix(400, "/v1/airports/near", "lat=50").contains("Degrees east"));
    assertTrue(ASKING.fix(400, "/v1/airports/near", "lat=91", "lon=8").contains("Degrees north"));
    assertEquals(
        "-8.5", ASKING.get("/v1/airports/near", "lat=50", "lon=-8.5").path("lon").asText());
  }

  @Test
  void aTableHasAColumnForEachFieldAndQuotesWhatWouldBreakIt() {
    List<Map<String, Object>> rows =
        List.of(
            Fields.none()
                .with("id", "a")
                .with("departure", Map.of("scheduled", Map.of("utc", Samples.MOMENT)))
                .with("codeshares", List.of("UA1", "AC2"))
                .map(),
            Fields.none().with("id", "say \"hi\", you\nthere").with("minutes", -5).map());
    assertEquals(
        """
        id,departure.scheduled.utc,codeshares,minutes
        a,2026-11-24T08:00:00Z,UA1 AC2,
        "say ""hi"", you
        there",,,-5
        """
            .replace("\n", "\r\n")
            .replace("you\r\n", "you\n"),
        new String(Csv.of(rows), StandardCharsets.UTF_8));
    assertEquals("\r\n", new String(Csv.of(List.of()), StandardCharsets.UTF_8));
  }

  @Test
  void aFlightIsAnEventOfACalendar() {
    Flight flight =
        flight(
            side("2026-11-24T10:55", "2026-11-24T09:55:00Z"),
            side("2026-11-24T13:55", "2026-11-24T18:55:00Z"));
    assertFalse(
        new String(
                Calendar.of(
                    List.of(Flight.of(Samples.bare(Samples.lh400(), Samples.payload(1)))),
                    Airports.packaged()),
                StandardCharsets.UTF_8)
            .contains("VEVENT"),
        "without a time in UTC there is no event");
    String text =
        new String(Calendar.of(List.of(flight), Airports.packaged()), StandardCharsets.UTF_8);
    assertTrue(text.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), text);
    assertTrue(text.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n"), text);
    String unfolded = text.replace("\r\n ", "");
    for (String line :
        List.of(
            "UID:LH-400-FRA-JFK-20261124T1055@offblock",
            "DTSTART:20261124T095500Z",
            "SUMMARY:LH400 FRA–JFK",
            "STATUS:CONFIRMED")) {
      assertTrue(unfolded.contains(line + "\r\n"), unfolded);
    }
    assertTrue(unfolded.contains("scheduled 2026-11-24T10:55 local"), unfolded);
    text.lines().forEach(l -> assertTrue(l.getBytes(StandardCharsets.UTF_8).length <= 75, l));
  }

  /** RFC 5545 3.6.1: the end of an event is later than its start. */
  @Test
  void aFlightThatLeftAfterItsOldArrivalTimeEndsItsBlockTimeLater() {
    Movement late =
        new Movement(
            time("2026-11-24T10:55", "2026-11-24T09:55:00Z"),
            Optional.empty(),
            time("2026-11-24T20:30", "2026-11-24T19:30:00Z"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Flight flight = flight(late, side("2026-11-24T13:55", "2026-11-24T18:55:00Z"));
    String text =
        new String(Calendar.of(List.of(flight), Airports.packaged()), StandardCharsets.UTF_8);
    assertTrue(text.contains("DTSTART:20261124T193000Z\r\n"), text);
    assertTrue(text.contains("DTEND:20261125T043000Z\r\n"), text);
  }

  private static Flight flight(Movement departure, Movement arrival) {
    return new Flight(
        Samples.lh400(),
        Optional.of(
            new Stamped<>(
                new Operation(departure, arrival, Optional.empty(), Optional.empty()),
                Samples.payload(1).version(),
                Samples.payload(1).key().id())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<FlightTime> time(String local, String utc) {
    return Optional.of(new FlightTime(LocalDateTime.parse(local), Optional.of(Instant.parse(utc))));
  }

  private static Movement side(String local, String utc) {
    return new Movement(
        time(local, utc),
        Optional.empty(),
        Optional.empty(),
        Optional.of("1"),
        Optional.empty(),
        Optional.empty());
  }

  private static ApiRequest request(Map<String, String> path, Map<String, String> query) {
    return new ApiRequest("GET", "/v1/airports/{airport}/departures", path, query, Map.of(), "t");
  }

  /** A blank around a value is no part of it, and a line break would end the header. */
  @Test
  void aLinkIsOneLineWhateverThePathSays() {
    ApiRequest request = request(Map.of("airport", "FRA\r\nX-Other: >"), Map.of("limit", "1"));
    assertEquals(
        "</v1/airports/FRA%0D%0AX-Other%3A%20%3E/departures?cursor=MQ&limit=1>; rel=\"next\"",
        request.linkTo(Cursor.at(1)));
    assertEquals(
        "</v1/airports/FRA/departures?cursor=MQ>; rel=\"next\"",
        request(Map.of("airport", "FRA\n"), Map.of()).linkTo(Cursor.at(1)));
  }

  @Test
  void aCursorKeepsNoTextThatAStoreRefuses() {
    String bad = Cursor.of("a\0b").toString();
    ApiRequest request = request(Map.of(), Map.of("cursor", bad));
    assertEquals(400, assertThrows(Problem.class, () -> request.cursor(1)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1000000000-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "soon"
      })
  void aCursorKeepsNoMomentThatAStoreRefuses(String moment) {
    ApiRequest request = request(Map.of(), Map.of("cursor", Cursor.of(moment).toString()));
    Cursor cursor = request.cursor(1).orElseThrow();
    assertEquals(400, assertThrows(Problem.class, () -> request.moment(cursor, 0)).status());
  }

  @Test
  void pagesFollowOneAnotherAndEnd() {
    Asking asking =
        new Asking(
            Router.of()
                .get(
                    "/v1/list",
                    r -> {
                      Page<Integer> page = Page.of(List.of(1, 2, 3, 4, 5), r, 2);
                      return ApiAnswer.json(
                          Fields.none()
                              .with("items", page.items())
                              .maybe("next", page.next().map(Cursor::toString))
                              .map());
                    }));
    assertEquals("[1,2]", asking.get("/v1/list").path("items").toString());
    String next = asking.get("/v1/list").path("next").asText();
    String last = asking.get("/v1/list", "cursor=" + next).path("next").asText();
    assertEquals("[5]", asking.get("/v1/list", "cursor=" + last).path("items").toString());
    assertFalse(asking.get("/v1/list", "cursor=" + last).has("next"));
    for (String bad : List.of("%%", "LTE", Cursor.of("1", "2").toString())) {
      assertTrue(asking.fix(400, "/v1/list", "cursor=" + bad).contains("next"), bad);
    }
  }
}
