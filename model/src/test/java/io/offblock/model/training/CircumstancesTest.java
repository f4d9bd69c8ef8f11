package io.offblock.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.Sky;
import io.offblock.model.feature.Flights;
import io.offblock.model.network.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircumstancesTest {
  private static final Flights FLIGHTS = Sky.table(Sky.flights(20, 60, 5));
  private static final List<String> PLACES = places();

  private static List<String> places() {
    return IntStream.range(0, FLIGHTS.size()).mapToObj(FLIGHTS::origin).distinct().toList();
  }

  /** A row or more of every flight that has a delay; one of them with another delay than it had. */
  private static Rows rows(int each, int changed) {
    Rows rows = new Rows(1);
    for (int i = 0; i < FLIGHTS.size(); i++) {
      int from = PLACES.indexOf(FLIGHTS.origin(i));
      int to = PLACES.indexOf(FLIGHTS.destination(i));
      for (int k = 0; k < each && FLIGHTS.hasDelay(i) && from >= 0 && to >= 0; k++) {
        int late = FLIGHTS.arrivalDelay(i);
        rows.add(i, k, i != changed ? late : late >= 15 ? 0 : 60, 1, from, to);
      }
    }
    return rows;
  }

  @Test
  void noFlightIsToldItsOwnOutcome() {
    for (int each : new int[] {1, 3}) {
      Rows rows = rows(each, -1);
      float[] given = Circumstances.of(FLIGHTS, rows);
      for (int r = 0; r < rows.size(); r += 97) {
        float[] otherwise = Circumstances.of(FLIGHTS, rows(each, rows.flight(r)));
        assertEquals(given[r], otherwise[r], 1e-4, "row " + r + " of " + each + " each");
        assertTrue(!Arrays.equals(given, otherwise), "but the others of its day are");
      }
    }
  }

  @Test
  void severalRowsOfAFlightCountOnce() {
    float[] once = Circumstances.of(FLIGHTS, rows(1, -1));
    float[] thrice = Circumstances.of(FLIGHTS, rows(3, -1));
    for (int r = 0; r < once.length; r++) {
      assertEquals(once[r], thrice[3 * r + 2], 1e-6);
    }
  }

  @Test
  void aBadDayOfAnAirportIsGiven() {
    Rows rows = rows(1, -1);
    float[] given = Circumstances.of(FLIGHTS, rows);
    Map<Long, List<Integer>> together = new HashMap<>();
    for (int r = 0; r < rows.size(); r++) {
      long place = (long) FLIGHTS.localDay(rows.flight(r)) << 32 | rows.origin(r);
      together.computeIfAbsent(place, p -> new ArrayList<>()).add(r);
    }
    List<Double> bad = new ArrayList<>();
    List<Double> good = new ArrayList<>();
    for (List<Integer> day : together.values()) {
      double late = day.stream().filter(r -> rows.delay(r) >= 15).count() / (double) day.size();
      double mean = day.stream().mapToDouble(r -> given[r]).average().orElseThrow();
      if (day.size() >= 10 && late >= 0.5) {
        bad.add(mean);
      } else if (day.size() >= 10 && late <= 0.2) {
        good.add(mean);
      }
    }
    assertTrue(bad.size() > 10 && good.size() > 10, bad.size() + " and " + good.size());
    double apart = mean(bad) - mean(good);
    assertTrue(apart > 1, "log odds apart: " + apart);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }
}
