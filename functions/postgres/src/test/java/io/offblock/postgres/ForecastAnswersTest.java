package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import io.offblock.forecast.ForecastParser;
import io.offblock.payload.Payload;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forecasts of the small world's flights, loaded as payloads are. */
class ForecastAnswersTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final PostgresSession SESSION = Database.session();
  private static final Router ROUTER =
      PostgresAnswers.of(Database.reader(), Airports.packaged(), () -> ForecastAnswersTest.now);

  private static Instant now;

  @BeforeEach
  void load() {
    now = NOON;
    SmallWorld.load();
    PostgresFlightStore store = new PostgresFlightStore(SESSION);
    for (String hour : new String[] {"05", "06"}) {
      Payload payload =
          Samples.payload(
              "/forecast/2h",
              "forecast",
              Instant.parse("2026-11-24T" + hour + ":00:00Z"),
              """
              {"model":{"name":"flight-delay","version":3,"world":"simulated"},"horizon":"2h","made_at":"2026-11-24T%s:00:00Z",
               "forecasts":[{"flight":"LH-101-MUC-FRA-20261124T0845","probability":0.7,"minutes":[0,22,60],
                 "reasons":[{"group":"rotation","points":31.5,"minutes":12}]},
                {"flight":"LX-8-ZRH-FRA-20261124T1210","probability":0.%s,"minutes":[-5,0,5],"reasons":[]}]}
              """
                  .formatted(hour, hour));
      for (int delivery = 0; delivery < 2; delivery++) {
        store.apply(payload, new ForecastParser().parse(payload));
      }
    }
  }

  private static JsonNode backtest(String moment) throws IOException {
    now = Instant.parse(moment);
    return get("/v1/model/backtest", Map.of());
  }

  /**
   * Flights from FRA to MUC in place of all others, ten a minute from a moment on, an hour each;
   * they land on time. Each horizon of each is forecast in its time.
   */
  private static void fly(int flights, String from) {
    Database.empty();
    Database.execute(
        """
        insert into flight (id, revision, state, carrier, number, suffix, origin, destination, scheduled_departure,
          operation_at, operation_sha256, operation_payload, arrival_scheduled_utc, arrival_actual_utc)
        select 'LH-' || n || '-FRA-MUC-' || to_char(off, 'YYYYMMDD"T"HH24MI'), 1, 'LANDED', 'LH', n, '', 'FRA', 'MUC', off,
          at, repeat('a', 64), 'p', at + interval '1 hour', at + interval '1 hour'
        from generate_series(1, %d) as n,
          lateral (select timestamptz '%s' + (n - 1) / 10 * interval '1 minute' as at) as departure,
          lateral (select at at time zone 'Europe/Berlin' as off) as shown
        """
            .formatted(flights, from));
    Database.execute(
        """
        insert into forecast (flight, made_at, horizon, model_version, world, probability, minutes10, minutes50, minutes90, reasons, payload)
        select id, arrival_due_utc - before, horizon, 3, 'simulated', .2, -5, 5, 20, '[]', 'p'
        from flight, (values ('D0', interval '20 hours'), ('6h', interval '7 hours'), ('2h', interval '3 hours'),
          ('45m', interval '105 minutes')) as h (horizon, before)
        """);
  }

  private static JsonNode get(String resource, Map<String, String> path) throws IOException {
    ApiAnswer answer =
        ROUTER.answer(new ApiRequest("GET", resource, path, Map.of(), Map.of(), "test"));
    assertEquals(200, answer.status());
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void allThatWasForecastIsToldNewestFirst() throws IOException {
    JsonNode told =
        get("/v1/flights/{flight}/{date}/forecast", Map.of("flight", "LH101", "date", "2026-11-24"))
            .path("forecasts");
    assertEquals(2, told.size(), told::toString);
    JsonNode newest = told.get(0);
    assertEquals("2026-11-24T06:00:00Z", newest.path("madeAt").asText());
    assertEquals(6 * 3600, newest.path("ageSeconds").asInt());
    assertEquals(.7, newest.path("probability").asDouble());
    assertEquals(22, newest.path("minutes").path("p50").asInt());
    assertEquals(
        "the aircraft's earlier flights: +32 points, +12 minutes",
        newest.path("reasons").get(0).path("words").asText());
    assertEquals(3, newest.path("modelVersion").asInt());
    assertEquals("simulated", newest.path("world").asText());
  }

  @Test
  void aFlightThatNobodyForecastHasNone() throws IOException {
    JsonNode told =
        get(
            "/v1/flights/{flight}/{date}/forecast",
            Map.of("flight", "LH100", "date", "2026-11-24"));
    assertEquals(0, told.path("forecasts").size(), told::toString);
    assertTrue(told.has("forecasts"));
  }

  @Test
  void ofThoseInTheAirTheNewestIsTold() throws IOException {
    JsonNode chances = get("/v1/forecasts/airborne", Map.of()).path("chances");
    assertEquals(1, chances.size(), chances::toString);
    assertEquals(.06, chances.path("LX-8-ZRH-FRA-20261124T1210").asDouble());
  }

  /** It landed 25 minutes late; nobody had said so by then, so the airline's schedule counts. */
  @Test
  void whoWasRight() throws IOException {
    JsonNode horizons = backtest("2026-11-24T18:00:00Z").path("horizons");
    assertEquals(1, horizons.size(), horizons::toString);
    JsonNode row = horizons.get(0);
    assertEquals(2, row.path("flights").asInt());
    assertEquals(3, row.at("/ours/meanErrorMinutes").asDouble(), 1e-6);
    assertEquals(25, row.at("/airline/meanErrorMinutes").asDouble(), 1e-6);
    assertEquals(1, row.at("/ours/nearer").asDouble());
    assertEquals(.09, row.path("brier").asDouble(), 1e-6);
    assertEquals(0, row.at("/airline/estimates").asInt());
    JsonNode tenths = row.path("reliability");
    assertEquals(2, tenths.findValuesAsText("flights").stream().mapToInt(Integer::parseInt).sum());
    assertEquals(1, tenths.get(0).path("happened").asDouble(), tenths::toString);
    assertEquals(.7, tenths.get(0).path("said").asDouble(), 1e-6);
  }

  @Test
  void aLateFlightThatHasNotLandedYetLeavesNoPunctualOneToCountAlone() throws IOException {
    fly(2, "2026-11-24T09:00Z");
    Database.execute(
        "update flight set state = 'AIRBORNE', arrival_actual_utc = null where number = 2");
    JsonNode early = backtest("2026-11-24T12:00:00Z");
    assertEquals(0, early.path("horizons").size(), early::toString);
    assertEquals("2026-11-10T12:00:00Z", early.path("since").asText());
    Database.execute(
        "update flight set state = 'LANDED', arrival_actual_utc = '2026-11-24T13:00Z' where number = 2");
    JsonNode settled = backtest("2026-11-24T16:00:00Z");
    JsonNode row = settled.path("horizons").get(0);
    assertEquals(2, row.path("flights").asInt(), settled::toString);
    assertEquals(.5, row.path("shareLate").asDouble());
    assertEquals("2026-11-24T10:00:00Z", settled.path("since").asText());
    assertEquals(0, backtest("2026-12-08T10:00:01Z").path("horizons").size(), "14 days later");
  }

  @Test
  void forecastsOfTheEveningBeforeCountBesideThousandsOfLaterOnes() throws IOException {
    fly(3000, "2026-11-24T00:00Z");
    JsonNode told = backtest("2026-11-24T12:00:00Z");
    assertEquals(
        List.of("D0", "6h", "2h", "45m"),
        told.path("horizons").findValuesAsText("horizon"),
        told::toString);
    told.path("horizons").forEach(h -> assertEquals(500, h.path("flights").asInt(), h::toString));
    Instant first = Instant.parse(told.path("since").asText());
    assertTrue(first.isBefore(Instant.parse("2026-11-24T01:30:00Z")), first + " of all hours");
  }
}
