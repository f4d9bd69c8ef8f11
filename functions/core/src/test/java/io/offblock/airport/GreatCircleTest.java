package io.offblock.airport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreatCircleTest {
  /**
   * The table that the page's shader is held to as well: within a metre. At a pole the longitude
   * does not count.
   */
  @TestFactory
  Stream<DynamicTest> thePositionsOfTheSharedTable() throws IOException {
    try (InputStream in = GreatCircleTest.class.getResourceAsStream("positions.json")) {
      JsonNode cases = new ObjectMapper().readTree(in);
      assertTrue(cases.size() > 30);
      return cases
          .valueStream()
          .map(
              c ->
                  dynamicTest(
                      c.get("name").asText(),
                      () -> {
                        Position expected =
                            new Position(c.get("lat").asDouble(), c.get("lon").asDouble());
                        Position got =
                            GreatCircle.position(
                                place(c.get("from")), place(c.get("to")), c.get("u").asDouble());
                        assertTrue(
                            GreatCircle.distanceKm(expected, got) < 0.001,
                            expected + " but was " + got);
                      }));
    }
  }

  private static Position place(JsonNode lonLat) {
    return new Position(lonLat.get(1).asDouble(), lonLat.get(0).asDouble());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 90, 10007.557, 90",
    "0, 0, 90, 0, 10007.557, 0",
    "0, 0, 0, 180, 20015.114, 90",
    "90, 0, -90, 0, 20015.114, 180",
    "50.0333, 8.5706, 50.0333, 8.5706, 0, 0",
    "0, 179, 0, -179, 222.390, 90",
    "0, -179, 0, 179, 222.390, 270"
  })
  void distancesAndBearings(
      double lat1, double lon1, double lat2, double lon2, double km, double bearing) {
    Position from = new Position(lat1, lon1);
    Position to = new Position(lat2, lon2);
    assertEquals(km, GreatCircle.distanceKm(from, to), 0.001);
    assertEquals(bearing, GreatCircle.bearing(from, to), 1e-9);
  }

  @Test
  void frankfurtToNewYorkIsAsFarAsOneSays() {
    Airport frankfurt = Airports.packaged().find("FRA").orElseThrow();
    Airport newYork = Airports.packaged().find("JFK").orElseThrow();
    assertEquals(6185, GreatCircle.distanceKm(frankfurt, newYork), 20);
  }

  /** The way is even: after u of it one has flown u of the distance, and the rest lies ahead. */
  @Test
  void positionsLieOnTheWayInProportion() {
    Random random = new Random(1);
    for (int n = 0; n < 20_000; n++) {
      Position from = anywhere(random);
      Position to = anywhere(random);
      double u = random.nextDouble();
      double whole = GreatCircle.distanceKm(from, to);
      Position at = GreatCircle.position(from, to, u);
      assertEquals(whole * u, GreatCircle.distanceKm(from, at), 0.01);
      assertEquals(whole * (1 - u), GreatCircle.distanceKm(at, to), 0.01);
    }
  }

  private static Position anywhere(Random random) {
    return new Position(
        Math.toDegrees(Math.asin(random.nextDouble() * 2 - 1)), random.nextDouble() * 360 - 180);
  }

  @Test
  void whatIsNoPlaceOrNoFractionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Position(90.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Position(0, 181));
    assertThrows(IllegalArgumentException.class, () -> new Position(Double.NaN, 0));
    Position p = new Position(0, 0);
    assertThrows(IllegalArgumentException.class, () -> GreatCircle.position(p, p, Double.NaN));
  }
}
