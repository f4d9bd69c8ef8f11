package io.offblock.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.load.MemoryFlightStore;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  static ApiRequest request(String resource, Map<String, String> path, Map<String, String> query) {
    return new ApiRequest("GET", resource, path, query, Map.of(), "req-1");
  }

  static JsonNode json(ApiAnswer answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final Router ROUTER =
      Router.of()
          .get("/v1/good/{x}", r -> ApiAnswer.json(Map.of("x", r.text("x", 5))))
          .get(
              "/v1/bytes",
              r -> ApiAnswer.bytes(new byte[] {1, 2}, "image/png").withHeader("X-Sha256", "0"))
          .get(
              "/v1/away",
              r -> {
                throw new StoreUnavailable("postgres", "secret-host:5432", null);
              })
          .get(
              "/v1/broken",
              r -> {
                throw new IllegalStateException("secret");
              });

  @Test
  void anAnswerCarriesTheRequestId() {
    ApiAnswer answer = ROUTER.answer(request("/v1/good/{x}", Map.of("x", "y"), Map.of()));
    assertEquals(200, answer.status());
    assertEquals("application/json", answer.headers().get("Content-Type"));
    assertEquals("req-1", answer.headers().get("X-Request-Id"));
    assertEquals("y", json(answer).get("x").asText());
    ApiAnswer bytes = ROUTER.answer(request("/v1/bytes", Map.of(), Map.of()));
    assertArrayEquals(new byte[] {1, 2}, bytes.body());
    assertEquals("0", bytes.headers().get("X-Sha256"));
  }

  @Test
  void aProblemSaysWhatWhereAndTheFix() {
    ApiAnswer answer = ROUTER.answer(request("/v1/good/{x}", Map.of("x", "toolong"), Map.of()));
    assertEquals("application/problem+json", answer.headers().get("Content-Type"));
    JsonNode problem = json(answer);
    assertEquals(400, problem.get("status").asInt());
    assertEquals("urn:offblock:problem:bad-request", problem.get("type").asText());
    assertEquals("/v1/good/toolong", problem.get("instance").asText());
    assertFalse(problem.get("fix").asText().isBlank());
    assertFalse(problem.get("title").asText().isBlank());
    assertEquals("req-1", answer.headers().get("X-Request-Id"));
  }

  @Test
  void whatGoesWrongInsideStaysInside() {
    ApiAnswer away = ROUTER.answer(request("/v1/away", Map.of(), Map.of()));
    assertEquals(503, away.status());
    assertEquals("5", away.headers().get("Retry-After"));
    ApiAnswer broken = ROUTER.answer(request("/v1/broken", Map.of(), Map.of()));
    assertEquals(500, broken.status());
    for (ApiAnswer answer : List.of(away, broken)) {
      assertFalse(new String(answer.body(), StandardCharsets.UTF_8).contains("secret"));
    }
    assertTrue(json(broken).get("fix").asText().contains("req-1"));
  }

  @Test
  void whatIsNotThereAndWhatIsNotGet() {
    assertEquals(404, ROUTER.answer(request("/v1/none", Map.of(), Map.of())).status());
    ApiAnswer post =
        ROUTER.answer(new ApiRequest("POST", "/v1/bytes", Map.of(), Map.of(), Map.of(), "req-1"));
    assertEquals(405, post.status());
    assertEquals("GET", post.headers().get("Allow"));
    assertThrows(
        IllegalArgumentException.class, () -> ROUTER.get("/v1/away", r -> ApiAnswer.json(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"24.11.2026", "2026-02-30", "2026-11-24T10:00", "+2026-11-24", "today"})
  void badDates(String date) {
    refused("date", date, "yyyy-MM-dd", r -> r.day("date"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "LUFTHANSA400", "LH", "LH-400"})
  void badFlightNumbers(String number) {
    refused("flight", number, "LH400", r -> r.flightNumber("flight"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "501", "ten", "1.5", "99999999999"})
  void badLimits(String limit) {
    refused("limit", limit, "1 to 500", r -> r.limit(50, 500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F", "FRANK", "F-A", "É12"})
  void badAirports(String code) {
    refused("airport", code, "EDDF", r -> r.airport("airport", Airports.packaged()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-24", "2026-11-24T08:00", "1764000000"})
  void badMoments(String moment) {
    refused("from", moment, "2026-11-24T08:00:00Z", r -> r.moment("from"));
  }

  @Test
  void badIds() {
    refused("flight", "LH400", "LH-400-FRA-JFK", r -> r.flightId("flight"));
    refused("payload", "!!", "base64url", r -> r.payload("payload"));
    refused("q", " ", "q", r -> r.text("q", 10));
  }

  private static void refused(String name, String value, String fix, Consumer<ApiRequest> read) {
    Problem problem =
        assertThrows(
            Problem.class, () -> read.accept(request("/v1/x", Map.of(), Map.of(name, value))));
    assertEquals(400, problem.status());
    assertTrue(problem.fix().contains(fix), problem.fix());
  }

  @Test
  void goodValues() {
    ApiRequest r =
        request(
            "/v1/x",
            Map.of("flight", "dlh 0400", "date", "2026-11-24", "airport", "eddf"),
            Map.of(
                "limit",
                "7",
                "from",
                "2026-11-24T09:00:00+01:00",
                "until",
                "2026-11-24T09:00:00 01:00"));
    assertEquals("DLH400", r.flightNumber("flight").toString());
    assertEquals("2026-11-24", r.day("date").toString());
    assertEquals("FRA", r.airport("airport", Airports.packaged()).iata());
    assertEquals(7, r.limit(50, 500));
    assertEquals(Samples.MOMENT, r.moment("from").orElseThrow());
    assertEquals(Samples.MOMENT, r.moment("until").orElseThrow());
    assertTrue(r.moment("at").isEmpty());
    assertTrue(r.maybeDay("to").isEmpty());
    assertEquals(
        404,
        assertThrows(
                Problem.class,
                () ->
                    request("/v1/x", Map.of("airport", "ZZ9"), Map.of())
                        .airport("airport", Airports.packaged()))
            .status());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T08:00:00Z, 2026-11-24T08:00:00Z",
    "2026-11-24T08:00:00.999Z, 2026-11-24T08:00:00Z"
  })
  void momentsAreWrittenToTheSecond(String moment, String text) {
    assertEquals(
        "{\"at\":\"" + text + "\",\"local\":\"2026-11-24T10:55\"}",
        new String(
            Json.bytes(
                Fields.none()
                    .with("at", Instant.parse(moment))
                    .with("local", LocalDateTime.parse("2026-11-24T10:55:30"))
                    .map()),
            StandardCharsets.UTF_8));
  }

  @Test
  void aStoreAnswersOfItself() {
    MemoryFlightStore store = new MemoryFlightStore();
    Router router = new StoreAnswers(store, store).on(Router.of());
    Payload payload = Samples.payload(1);
    store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));

    JsonNode count = json(router.answer(request("/v1/stores/memory", Map.of(), Map.of())));
    assertEquals(
        "{\"store\":\"memory\",\"flights\":1,\"payloads\":1,\"newest\":\"2026-11-24T08:01:00Z\"}",
        count.toString());

    String digest = "/v1/stores/memory/digest";
    JsonNode days =
        json(router.answer(request(digest, Map.of(), between("1970-01-01", "2999-12-31"))))
            .get("days");
    assertEquals(1, days.size());
    assertEquals("2026-11-24", days.get(0).get("day").asText());
    assertEquals(1, days.get(0).get("count").asInt());
    assertEquals(64, days.get(0).get("hash").asText().length());
    assertEquals(
        0,
        json(router.answer(request(digest, Map.of(), between("2026-11-25", "2999-12-31"))))
            .get("days")
            .size());
    for (Map<String, String> bad :
        List.of(
            between("2026-11-25", "2026-11-24"),
            Map.of("from", "2026-11-24"),
            Map.of("to", "2026-11-24"),
            Map.<String, String>of())) {
      assertEquals(400, router.answer(request(digest, Map.of(), bad)).status(), bad.toString());
    }

    String loaded = "/v1/stores/memory/payloads/{payload}";
    ApiAnswer yes =
        router.answer(request(loaded, Map.of("payload", payload.key().token()), Map.of()));
    assertTrue(json(yes).get("loaded").asBoolean());
    assertEquals("2026-11-24T08:01:00Z", json(yes).get("at").asText());
    assertEquals(
        404,
        router
            .answer(request(loaded, Map.of("payload", Samples.payload(2).key().token()), Map.of()))
            .status());
  }

  private static Map<String, String> between(String from, String to) {
    return Map.of("from", from, "to", to);
  }

  @Test
  void aStoreNamesTheFlightsOfADay() {
    MemoryFlightStore store = new MemoryFlightStore();
    Router router = new StoreAnswers(store, store).on(Router.of());
    Payload payload = Samples.payload(1);
    List<FlightReport> reports =
        Stream.of("LH-400-FRA-JFK", "LH-401-JFK-FRA", "4Y-17A-QKL-FRA")
            .map(f -> Samples.full(FlightId.parse(f + "-20261124T1055").orElseThrow(), payload))
            .toList();
    store.apply(payload, Samples.flights(reports));
    String resource = "/v1/stores/memory/digest/{day}";
    Map<String, String> day = Map.of("day", "2026-11-24");

    JsonNode all = json(router.answer(request(resource, day, Map.of())));
    assertEquals(
        List.of(
            "4Y-17A-QKL-FRA-20261124T1055",
            "LH-400-FRA-JFK-20261124T1055",
            "LH-401-JFK-FRA-20261124T1055"),
        all.get("flights").findValuesAsText("id"));
    assertFalse(all.has("next"));
    assertFalse(all.get("flights").get(0).has("facts"));
    assertEquals(
        FlightDigest.hash(Flight.of(reports.get(0))),
        all.get("flights").get(1).get("hash").asText());

    String id = Samples.lh400().toString();
    assertEquals(
        List.of("LH-401-JFK-FRA-20261124T1055"),
        json(router.answer(request(resource, day, Map.of("after", id))))
            .get("flights")
            .findValuesAsText("id"));
    JsonNode facts =
        json(router.answer(request(resource, day, Map.of("facts", id)))).get("flights");
    assertEquals(1, facts.size());
    assertEquals("LD", facts.get(0).get("facts").get("status").asText());
    assertEquals("AC9101A UA8842", facts.get(0).get("facts").get("codeshares").asText());
    assertEquals(
        0,
        json(router.answer(request(resource, Map.of("day", "2026-11-25"), Map.of())))
            .get("flights")
            .size());
    for (Map<String, String> bad :
        List.of(
            Map.of("facts", "LH400"),
            Map.of("after", "x"),
            Map.of(
                "facts",
                IntStream.range(0, 51)
                    .mapToObj(n -> "LH-" + n + "-FRA-JFK-20261124T1055")
                    .collect(Collectors.joining(","))))) {
      assertEquals(400, router.answer(request(resource, day, bad)).status(), bad.toString());
    }
  }

  /** A day with more flights than an answer holds is told in pages that add up. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20, 21})
  void pagesOfADayAddUp(int page) {
    List<Flight> flights =
        Samples.shuffled(
            new Random(1),
            IntStream.range(0, 20)
                .mapToObj(n -> FlightId.parse("LH-" + n + "-FRA-JFK-20261124T1055").orElseThrow())
                .map(id -> Flight.of(Samples.full(id, Samples.payload(1))))
                .toList());
    List<String> lines = List.of("UA-1-ORD-DEN", "AA-1-JFK-LAX");
    List<String> told = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      JsonNode answer =
          new ObjectMapper()
              .valueToTree(
                  new DayFlights(LocalDate.of(2026, 11, 24), after, Set.of())
                      .answer(flights::forEach, lines::forEach, page));
      told.addAll(answer.get("flights").findValuesAsText("id"));
      after = Optional.ofNullable(answer.get("next")).map(JsonNode::asText);
    } while (after.isPresent());
    assertEquals(
        Stream.concat(
                flights.stream().map(f -> f.id().toString()).sorted(),
                lines.stream().map(l -> "line:" + l).sorted())
            .toList(),
        told);
  }
}
