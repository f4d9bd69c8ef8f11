package io.offblock.sandbox.world;

import static io.offblock.sandbox.world.Minutes.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.sandbox.world.FlightView.Status;
import io.offblock.sandbox.world.FlightView.TimeStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlightViewTest {
  private static final int MIDNIGHT = Minutes.of(Instant.parse("2026-11-24T00:00:00Z"));
  private static final List<Flight> DAY = World.of(3).departing(MIDNIGHT, MIDNIGHT + Minutes.DAY);

  private static Flight flight(int departureDelay, int arrivalDelay) {
    var leg =
        DAY.stream().filter(f -> f.origin().iata().equals("FRA")).findFirst().orElseThrow().leg();
    int off = MIDNIGHT + 600;
    return Flight.planned(
        leg, 42, "DAIZH", off, off + departureDelay, off + leg.block() + arrivalDelay, NONE);
  }

  @Test
  @DisplayName("departure: early below zero, on time up to 15 minutes, delayed from 16")
  void departureThresholds() {
    for (int delay = -8; delay < 40; delay++) {
      var expected = delay < 0 ? TimeStatus.FE : delay <= 15 ? TimeStatus.OT : TimeStatus.DL;
      assertEquals(
          expected, flight(delay, delay).at(MIDNIGHT + Minutes.DAY).departureStatus(), "" + delay);
    }
  }

  @Test
  @DisplayName("arrival: the same, but 0 to 15 late is delayed after a delayed departure")
  void arrivalThresholds() {
    for (int late = -20; late < 40; late++) {
      var punctual = late < 0 ? TimeStatus.FE : late <= 15 ? TimeStatus.OT : TimeStatus.DL;
      var after = late < 0 ? TimeStatus.FE : TimeStatus.DL;
      assertEquals(punctual, flight(5, late).at(MIDNIGHT + Minutes.DAY).arrivalStatus(), "" + late);
      assertEquals(after, flight(16, late).at(MIDNIGHT + Minutes.DAY).arrivalStatus(), "" + late);
    }
  }

  @Test
  @DisplayName(
      "a flight goes from no status to departed to landed, times appear when they have happened")
  void life() {
    for (var flight :
        DAY.stream().filter(f -> !f.cancelled() && !f.diverted()).limit(800).toList()) {
      assertEquals(Status.NA, flight.at(flight.off() - 1).status());
      assertEquals(NONE, flight.at(flight.off() - 1).actualOff());
      assertEquals(Status.DP, flight.at(flight.off()).status());
      assertEquals(flight.off(), flight.at(flight.off()).actualOff());
      assertEquals(Status.DP, flight.at(flight.on() - 1).status());
      assertEquals(Status.LD, flight.at(flight.on()).status());
      assertEquals(flight.on(), flight.at(flight.on()).actualOn());
      assertEquals("", flight.at(flight.scheduledOff() - 2 * Minutes.DAY).registration());
      assertEquals(flight.registration(), flight.at(flight.off()).registration());
      assertEquals("", flight.at(flight.scheduledOff() - 600).departure().gate());
    }
  }

  @Test
  @DisplayName("no estimate lies in the past, and they converge")
  void estimates() {
    double early = 0;
    double last = 0;
    int counted = 0;
    for (var flight : DAY) {
      if (flight.cancelled() || flight.diverted() || flight.off() - flight.scheduledOff() < 30) {
        continue;
      }
      for (int now = flight.off() - 400; now < flight.on(); now += 17) {
        var view = flight.at(now);
        assertTrue(view.estimatedOff() == NONE || view.estimatedOff() > now, "off " + view);
        assertTrue(view.estimatedOn() == NONE || view.estimatedOn() > now, "on " + view);
        assertEquals(view, flight.at(now), "a view is a pure function");
      }
      early += Math.abs(flight.at(flight.off() - 170).bestOff() - flight.off());
      last += Math.abs(flight.at(flight.off() - 12).bestOff() - flight.off());
      counted++;
    }
    assertTrue(counted > 200, counted + " late flights");
    assertTrue(
        last / counted < 5 && early / counted > 2 * last / counted,
        early / counted + " then " + last / counted);
  }

  @Test
  @DisplayName("cancelled and diverted flights have no time status; a diversion shows as two legs")
  void trouble() {
    int cancelled = 0;
    int diverted = 0;
    for (var flight : World.of(3).departing(MIDNIGHT - 20 * Minutes.DAY, MIDNIGHT)) {
      if (flight.cancelled()) {
        var view = flight.at(flight.cancelledAt());
        assertEquals(Status.CD, view.status());
        assertEquals(TimeStatus.NO, view.departureStatus());
        assertEquals(NONE, view.actualOff());
        assertEquals(Status.NA, flight.at(flight.cancelledAt() - 1).status());
        assertTrue(flight.cancelledAt() < flight.scheduledOff());
        cancelled++;
      }
      if (flight.diverted()) {
        assertFalse(flight.visibleAt(flight.from() - 1));
        assertTrue(flight.visibleAt(flight.from()));
        assertEquals(Status.DV, flight.at(flight.on()).status());
        assertEquals(TimeStatus.NO, flight.at(flight.on()).arrivalStatus());
        diverted++;
      }
    }
    assertTrue(cancelled > 1000 && diverted > 200, cancelled + " and " + diverted);
  }
}
