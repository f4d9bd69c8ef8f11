package io.offblock.neo4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotationsTest {
  private static final Instant MORNING = Instant.parse("2026-11-24T06:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
  private static final Rotations ROTATIONS =
      new Rotations(Neo4jServer.connection(), Duration.ofMinutes(35));
  private static final RouteNetwork NETWORK = new RouteNetwork(Neo4jServer.connection());

  private static FlightReport flight(
      int payload,
      String number,
      String from,
      String to,
      int off,
      int on,
      int late,
      String status,
      String registration) {
    return PlayedFlights.flight(
        Samples.payload(payload),
        number,
        from,
        to,
        MORNING.plus(Duration.ofMinutes(off)),
        MORNING.plus(Duration.ofMinutes(on)),
        late,
        status,
        registration);
  }

  private static FlightReport plain(String number, String from, String to, int off) {
    return flight(1, number, from, to, off, off + 60, 0, "OT", "");
  }

  private static FlightId id(String text) {
    return FlightId.parse(text).orElseThrow();
  }

  @Test
  void theInboundChainTellsWhatDelayIsPassedOn() {
    Neo4jFlightStore store = Neo4jServer.emptyStore();
    store.apply(
        Samples.payload(1),
        Samples.flights(
            List.of(
                flight(1, "LH1", "AAA", "BBB", 0, 60, 0, "OT", "DAIZH"),
                flight(1, "LH2", "BBB", "CCC", 120, 180, 20, "DL", "DAIZH"),
                flight(1, "LH3", "CCC", "DDD", 225, 300, 15, "DL", "DAIZH"),
                flight(1, "LH9", "CCC", "DDD", 200, 300, 15, "DL", "DAIZA"))));
    List<Rotations.Inbound> chain = ROTATIONS.inbound(id("LH-3-CCC-DDD-20261124T0945"), 5);
    assertEquals(
        List.of("LH-2-BBB-CCC-20261124T0800", "LH-1-AAA-BBB-20261124T0600"),
        chain.stream().map(i -> i.flight().id().toString()).toList());
    Rotations.Inbound last = chain.getFirst();
    assertEquals(40, last.turnaround());
    assertEquals(Optional.of(45L), last.scheduledTurnaround());
    assertEquals(Optional.of(20L), last.late());
    assertEquals(10, last.passedOn());
    assertTrue(last.propagates());
    assertFalse(chain.getLast().propagates());
    assertEquals(
        "LH-3-CCC-DDD-20261124T0945",
        ROTATIONS.next(id("LH-2-BBB-CCC-20261124T0800")).orElseThrow().id().toString());
    assertEquals(Optional.empty(), ROTATIONS.next(id("LH-3-CCC-DDD-20261124T0945")));
    assertEquals(List.of(), ROTATIONS.inbound(id("LH-404-CCC-DDD-20261124T0945"), 5));
  }

  @Test
  void aChangeOfAircraftMovesAFlightIntoAnotherRotationInAnyOrder() {
    List<List<FlightReport>> payloads =
        List.of(
            List.of(flight(1, "LH1", "AAA", "BBB", 0, 60, 0, "OT", "DAIZH")),
            List.of(flight(2, "LH2", "BBB", "CCC", 120, 180, 0, "OT", "DAIZH")),
            List.of(flight(3, "LH2", "BBB", "CCC", 120, 180, 0, "OT", "DAIZA")),
            List.of(flight(4, "LH3", "DDD", "BBB", 0, 70, 0, "OT", "DAIZA")),
            List.of(flight(5, "LH4", "BBB", "EEE", 150, 180, 0, "OT", "DAIZH")));
    for (int seed = 0; seed < 6; seed++) {
      Neo4jFlightStore store = Neo4jServer.emptyStore();
      List<Integer> order = new ArrayList<>(List.of(1, 2, 3, 4, 5, 2, 3));
      for (int n : Samples.shuffled(new Random(seed), order)) {
        Payload payload = Samples.payload(n);
        store.apply(payload, Samples.flights(payloads.get(n - 1)));
      }
      assertEquals(
          "LH-4-BBB-EEE-20261124T0830",
          ROTATIONS.next(id("LH-1-AAA-BBB-20261124T0600")).orElseThrow().id().toString());
      assertEquals(
          "LH-3-DDD-BBB-20261124T0600",
          ROTATIONS
              .inbound(id("LH-2-BBB-CCC-20261124T0800"), 5)
              .getFirst()
              .flight()
              .id()
              .toString());
    }
  }

  @Test
  void routesAreCountedOnceHoweverOftenAFlightCame() {
    Neo4jFlightStore store = Neo4jServer.emptyStore();
    List<FlightReport> first =
        List.of(
            plain("LH1", "AAA", "BBB", 0),
            plain("LX2", "AAA", "BBB", 90),
            plain("LH3", "BBB", "AAA", 0));
    List<FlightReport> later = List.of(flight(2, "LX2", "AAA", "BBB", 90, 150, 0, "CD", ""));
    store.apply(Samples.payload(2), Samples.flights(later));
    store.apply(Samples.payload(1), Samples.flights(first));
    store.apply(Samples.payload(1), Samples.flights(first));
    List<RouteNetwork.Route> routes = NETWORK.routes(DAY, DAY.plusDays(1));
    assertEquals(
        List.of(
            new RouteNetwork.Route(
                "AAA", "BBB", 1, 0.5, 1, List.of("LH", "LX"), 0, Optional.empty()),
            new RouteNetwork.Route("BBB", "AAA", 1, 0.5, 0, List.of("LH"), 0, Optional.empty())),
        routes);
  }

  @Test
  void theDelayOfARouteIsTheMedianOfWhatReallyCameLate() {
    Neo4jFlightStore store = Neo4jServer.emptyStore();
    store.apply(
        Samples.payload(1),
        Samples.flights(List.of(Samples.full(Samples.lh400(), Samples.payload(1)))));
    RouteNetwork.Route route = NETWORK.routes(DAY, DAY).getFirst();
    assertEquals(1, route.measured());
    assertEquals(Optional.of(4.0), route.medianDelay());
  }

  @Test
  void aClosedAirportCutsOffWhatOnlyItServes() {
    Neo4jServer.emptyStore()
        .apply(
            Samples.payload(1),
            Samples.flights(
                List.of(
                    plain("LH1", "AAA", "HUB", 0),
                    plain("LH2", "HUB", "AAA", 90),
                    plain("LH3", "AAA", "BBB", 0),
                    plain("LH4", "BBB", "AAA", 90),
                    plain("LH5", "HUB", "CCC", 0),
                    plain("LH6", "CCC", "HUB", 90),
                    plain("LH7", "CCC", "DDD", 90),
                    flight(1, "LH8", "HUB", "BBB", 0, 60, 0, "CD", ""))));
    RouteNetwork.Closure closure = NETWORK.closed("HUB", DAY);
    assertEquals(List.of("CCC", "DDD"), closure.cutOff());
    assertEquals(List.of("AAA-HUB", "CCC-HUB", "HUB-AAA", "HUB-CCC"), closure.routes());
    assertEquals(4, closure.flights().size());
    assertEquals(List.of(), NETWORK.closed("ZZZ", DAY).flights());
    assertEquals(List.of("BBB"), NETWORK.closed("AAA", DAY).cutOff());
  }
}
