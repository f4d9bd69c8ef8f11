package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.airport.Airports;
import io.offblock.airport.Position;
import io.offblock.answer.Asking;
import io.offblock.answer.Router;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts, delays and distances that can be checked by hand. */
class AnalyticsTest {
  private static final FlightFilter DAY =
      FlightFilter.days(LocalDate.of(2026, 11, 24), LocalDate.of(2026, 11, 24));
  private static final FlightFilter BOTH_MONTHS =
      FlightFilter.days(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 12, 31));
  private static final DelayAnalytics DELAYS = new DelayAnalytics(OpenSearchServer.connection());
  private static final FlightFacets FACETS = new FlightFacets(OpenSearchServer.connection());

  @BeforeAll
  static void load() {
    FlightWorld.load();
  }

  @Test
  void flightsAreCountedByState() {
    assertEquals(
        List.of(
            new FlightFacets.Count("landed", 15),
            new FlightFacets.Count("cancelled", 1),
            new FlightFacets.Count("scheduled", 1)),
        FACETS.count(DAY, FlightFacets.By.STATE, 10));
  }

  @Test
  void facetsCountAcrossMonthsAndWithinTheFilter() {
    assertEquals(
        List.of(
            new FlightFacets.Count("LH", 10),
            new FlightFacets.Count("LX", 6),
            new FlightFacets.Count("OS", 2)),
        FACETS.count(BOTH_MONTHS, FlightFacets.By.CARRIER, 10));
    assertEquals(
        List.of(new FlightFacets.Count("FRA", 5), new FlightFacets.Count("JFK", 1)),
        FACETS.count(BOTH_MONTHS.from("ZRH"), FlightFacets.By.DESTINATION, 10));
    assertEquals(1, FACETS.count(BOTH_MONTHS, FlightFacets.By.ORIGIN, 1).size());
  }

  @Test
  void delaysOfACarrierHavePercentiles() {
    List<DelayAnalytics.CarrierDelay> carriers =
        DELAYS.byCarrier(DAY, DelayAnalytics.Side.DEPARTURE);
    assertEquals(
        List.of("LH", "LX"),
        carriers.stream().map(DelayAnalytics.CarrierDelay::carrier).toList(),
        "no flight of OS has an actual time");
    DelayAnalytics.CarrierDelay lh = carriers.getFirst();
    assertEquals(10, lh.flights());
    assertEquals(28, lh.mean(), 1e-6);
    assertEquals(17.5, lh.median(), 2.6);
    assertTrue(lh.p90() >= 60 && lh.p90() <= 120, lh.toString());
    assertTrue(lh.p95() >= lh.p90() && lh.p95() <= 120, lh.toString());
    assertEquals(2, carriers.getLast().median(), 1e-6);
    assertEquals(
        25,
        DELAYS.byCarrier(DAY.of("LH"), DelayAnalytics.Side.ARRIVAL).getFirst().mean(),
        1e-6,
        "three minutes made good on the way");
  }

  @Test
  void delaysFallIntoSteps() {
    assertEquals(
        List.of(
            new DelayAnalytics.Step(-30, 1),
            new DelayAnalytics.Step(0, 6),
            new DelayAnalytics.Step(30, 1),
            new DelayAnalytics.Step(60, 1),
            new DelayAnalytics.Step(90, 0),
            new DelayAnalytics.Step(120, 1)),
        DELAYS.histogram(DAY.of("LH"), DelayAnalytics.Side.DEPARTURE, 30));
  }

  @Test
  void airportsNearAPointComeNearestFirst() {
    List<NearAirports.Near> near =
        new NearAirports(OpenSearchServer.connection()).find(new Position(50.11, 8.68), 120, 20);
    assertEquals("FRA", near.getFirst().code());
    assertEquals(12, near.getFirst().km(), 2);
    assertTrue(near.stream().anyMatch(n -> n.code().equals("HHN")), near::toString);
    assertEquals(
        near.stream().map(NearAirports.Near::km).sorted().toList(),
        near.stream().map(NearAirports.Near::km).toList());
    assertTrue(near.getLast().km() <= 120);
  }

  @Test
  void theGatewayAnswersThemWithTheirPopulation() {
    Asking asking =
        new Asking(
            new AnalyticsAnswers(
                    OpenSearchServer.connection(),
                    Airports.packaged(),
                    () -> Instant.parse("2026-11-24T12:00:00Z"))
                .on(Router.of()));
    JsonNode facets = asking.get("/v1/search/facets", "by=carrier", "origin=LSZH");
    assertEquals("[{\"value\":\"LX\",\"flights\":5}]", facets.path("counts").toString());
    assertEquals("2026-11-17", facets.path("from").asText());
    JsonNode steps = asking.get("/v1/delays/histogram", "step=30", "carrier=DLH");
    assertEquals(10, steps.path("flights").asInt());
    assertEquals(-30, steps.at("/steps/0/fromMinutes").asInt());
    JsonNode carriers = asking.get("/v1/delays/carriers", "side=arrival");
    assertEquals(25, carriers.at("/carriers/0/mean").asDouble(), 1e-6);
    assertEquals(
        "value,flights",
        Asking.text(asking.ask("/v1/search/facets", "format=csv")).lines().findFirst().orElse(""));
    JsonNode near = asking.get("/v1/airports/near", "lat=50.11", "lon=8.68");
    assertEquals("EDDF", near.at("/airports/0/icao").asText());
    assertEquals(12, near.at("/airports/0/km").asDouble(), 2);
    JsonNode points =
        Asking.json(asking.ask("/v1/airports/near", "lat=50.11", "lon=8.68", "format=geojson"));
    assertEquals("FRA", points.at("/features/0/properties/iata").asText());
    assertEquals(8.6, points.at("/features/0/geometry/coordinates/0").asDouble(), 0.1);
    asking.fix(400, "/v1/delays/histogram", "step=0");
    asking.fix(400, "/v1/search/facets", "by=aircraft");
  }
}
