package io.offblock.model.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.Sky;
import io.offblock.model.feature.Flights;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Two windows of a small world: the same world is no drift, a carrier that is gone is one. */
class DriftWatchTest {
  private static final Flights FLIGHTS = Sky.table(Sky.flights(80, 30, 5));
  private static final IntPredicate EARLIER = i -> FLIGHTS.localDay(i) < Sky.firstDay() + 50;
  private static final IntPredicate LATER = i -> FLIGHTS.localDay(i) >= Sky.firstDay() + 50;

  private static DriftReport measured(IntPredicate later) {
    return new DriftWatch(FLIGHTS, EARLIER, later, line -> {}).measure(Optional.empty());
  }

  @Test
  void theSameWorldHasNotDrifted() {
    DriftReport report = measured(LATER);
    assertFalse(report.drifted(), report.reason());
    assertEquals("no drift", report.reason());
    assertTrue(report.columns().size() > 100);
  }

  @Test
  void aVanishedCarrierIsNamedAndReasonEnough() {
    DriftReport report = measured(i -> LATER.test(i) && !FLIGHTS.carrier(i).equals("AF"));
    assertTrue(report.reasons().contains("carrier AF vanished"), report.reason());
    assertEquals(
        "carrier",
        report.columns().stream()
            .filter(c -> !c.vanished().isEmpty() && c.column().equals("carrier"))
            .findFirst()
            .orElseThrow()
            .column());
    String page = DriftPage.of(report);
    assertTrue(page.contains("<li>carrier AF vanished</li>") && page.contains("<svg"), page);
    assertEquals(true, DriftJson.of(report).get("drifted"));
  }

  @Test
  void calibratedForecastsExpectOfThemselvesWhatTheyAre() {
    // Two flights late for certain, two on time for certain: nothing is left to chance.
    DriftReport.Expected sure = WatchedForecasts.expected(new double[] {0, 1, 1, 0});
    assertEquals(0.5, sure.baseRate());
    assertEquals(1, sure.auc());
    assertEquals(0, sure.logLoss(), 1e-9);
    DriftReport.Expected blind = WatchedForecasts.expected(new double[] {0.3, 0.3, 0.3});
    assertEquals(0.5, blind.auc(), 1e-9);
    assertEquals(0.21, blind.brier(), 1e-9);
  }
}
