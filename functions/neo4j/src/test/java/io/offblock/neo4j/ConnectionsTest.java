package io.offblock.neo4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.flight.FlightReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final Instant MORNING = Instant.parse("2026-11-24T06:00:00Z");
  private static final ConnectionTimes TIMES =
      new ConnectionTimes(Duration.ofMinutes(60), Map.of("HUB", Duration.ofMinutes(30)));
  private static final Connections CONNECTIONS = new Connections(Neo4jServer.connection(), TIMES);

  private static void given(FlightReport... flights) {
    Neo4jServer.emptyStore().apply(Samples.payload(1), Samples.flights(List.of(flights)));
  }

  /** A flight that leaves and lands these minutes after {@link #MORNING}. */
  private static FlightReport flight(
      String number, String from, String to, int off, int on, int late, String status) {
    return PlayedFlights.flight(
        Samples.payload(1), number, from, to, minute(off), minute(on), late, status, "");
  }

  private static FlightReport flight(String number, String from, String to, int off, int on) {
    return flight(number, from, to, off, on, 0, "OT");
  }

  private static Instant minute(int minute) {
    return MORNING.plus(Duration.ofMinutes(minute));
  }

  /** The journeys from AAA to BBB: the numbers of their flights. */
  private static List<String> journeys(int legs) {
    return CONNECTIONS
        .search(new Connections.Question("AAA", "BBB", MORNING, Duration.ofDays(7), legs))
        .stream()
        .map(
            i ->
                String.join(
                    " ",
                    i.rides().stream().map(r -> r.flight().id().operating().toString()).toList()))
        .toList();
  }

  @Test
  void theEarliestArrivalComesFirstAndTheFewestStopsLast() {
    given(
        flight("LH1", "AAA", "BBB", 600, 700),
        flight("LH2", "AAA", "HUB", 0, 60),
        flight("LH3", "HUB", "BBB", 90, 150),
        flight("LH4", "AAA", "HUB", 10, 60),
        flight("LH5", "HUB", "CCC", 90, 100),
        flight("LH6", "CCC", "BBB", 160, 170));
    assertEquals(List.of("LH4 LH3", "LH1"), journeys(3));
    assertEquals(List.of("LH1"), journeys(1));
    assertEquals(List.of(), journeys(0));
  }

  @Test
  void eachAirportHasItsOwnTimeToChange() {
    given(
        flight("LH2", "AAA", "HUB", 0, 60),
        flight("LH3", "HUB", "BBB", 89, 150),
        flight("LH4", "AAA", "CCC", 0, 60),
        flight("LH5", "CCC", "BBB", 119, 170),
        flight("LH6", "CCC", "BBB", 120, 180));
    assertEquals(List.of("LH4 LH6"), journeys(3));
  }

  @Test
  void aLateInboundReachesOnlyWhatItCanStillReach() {
    given(
        flight("LH2", "AAA", "HUB", 0, 60, 20, "DL"),
        flight("LH3", "HUB", "BBB", 100, 150),
        flight("LH4", "HUB", "BBB", 200, 250));
    assertEquals(List.of("LH2 LH4"), journeys(3));
    given(
        flight("LH2", "AAA", "HUB", 0, 60, 20, "DL"),
        flight("LH3", "HUB", "BBB", 100, 150, 15, "DL"));
    assertEquals(List.of("LH2 LH3"), journeys(3));
  }

  @Test
  void cancelledFlightsAreNoConnectionAndAreOneAgainWhenTheyFlyAgain() {
    Neo4jFlightStore store = Neo4jServer.emptyStore();
    store.apply(
        Samples.payload(2),
        Samples.flights(
            List.of(
                PlayedFlights.flight(
                    Samples.payload(2), "LH1", "AAA", "BBB", minute(0), minute(60), 0, "CD", ""))));
    assertEquals(List.of(), journeys(3));
    store.apply(Samples.payload(1), Samples.flights(List.of(flight("LH1", "AAA", "BBB", 0, 60))));
    assertEquals(List.of(), journeys(3), "an older report changes nothing");
    store.apply(
        Samples.payload(3),
        Samples.flights(
            List.of(
                PlayedFlights.flight(
                    Samples.payload(3), "LH1", "AAA", "BBB", minute(0), minute(60), 0, "OT", ""))));
    assertEquals(List.of("LH1"), journeys(3));
  }

  @Test
  void journeysGoOverMidnightAndOverDays() {
    given(
        flight("LH2", "AAA", "HUB", 16 * 60, 18 * 60 + 30),
        flight("LH3", "HUB", "CCC", 50 * 60, 51 * 60),
        flight("LH4", "CCC", "BBB", 6 * 24 * 60, 6 * 24 * 60 + 60));
    assertEquals(List.of("LH2 LH3 LH4"), journeys(3));
    assertEquals(List.of(), journeys(2));
    Itinerary found =
        CONNECTIONS
            .search(new Connections.Question("AAA", "BBB", MORNING, Duration.ofDays(7), 3))
            .getFirst();
    assertEquals(2, found.stops());
    assertEquals(Duration.ofMinutes(6 * 24 * 60 + 60 - 16 * 60), found.takes());
  }

  @Test
  void fewerStopsAreFoundHoweverMuchLaterTheyArrive() {
    given(
        flight("LH2", "AAA", "HUB", 0, 60),
        flight("LH3", "HUB", "CCC", 100, 160),
        flight("LH4", "CCC", "BBB", 240, 300),
        flight("LH5", "HUB", "BBB", 4 * 24 * 60, 4 * 24 * 60 + 60),
        flight("LH6", "AAA", "BBB", 6 * 24 * 60, 6 * 24 * 60 + 60));
    assertEquals(List.of("LH2 LH3 LH4", "LH2 LH5", "LH6"), journeys(3));
  }

  @Test
  void wrongQuestionsAreRefused() {
    Duration day = Duration.ofDays(1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Connections.Question("AAA", "AAA", MORNING, day, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Connections.Question("AAA", "BBB", MORNING, day, 4));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Connections.Question("AAA", "BBB", MORNING, day.negated(), 3));
  }

  @Test
  void theTableOfTimesToChangeHasADefaultAndTheHubs() {
    ConnectionTimes packaged = ConnectionTimes.packaged();
    assertEquals(Duration.ofMinutes(60), packaged.at("QQQ"));
    assertEquals(Duration.ofMinutes(45), packaged.at("FRA"));
    assertTrue(packaged.own().size() >= 5);
  }

  @Test
  void everySearchOfARandomTimetableAnswersLikeTryingEverything() {
    int answers = 0;
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      List<String> places =
          List.of("AAA", "BBB", "HUB", "CCC", "DDD", "EEE").subList(0, 4 + seed % 3);
      List<FlightReport> flights = new ArrayList<>();
      List<Leg> legs = new ArrayList<>();
      int span = seed % 2 == 0 ? 24 * 60 : 6 * 24 * 60;
      int count = 30 + random.nextInt(60);
      for (int n = 1; n <= count; n++) {
        String from = places.get(random.nextInt(places.size()));
        String to = places.get(random.nextInt(places.size()));
        int off = 10 * random.nextInt(span / 10);
        int on = off + 30 + 10 * random.nextInt(30);
        int late = random.nextInt(3) == 0 ? 5 * random.nextInt(24) : 0;
        boolean flies = random.nextInt(8) > 0;
        if (!from.equals(to)) {
          flights.add(flight("LH" + n, from, to, off, on, late, flies ? "OT" : "CD"));
          if (flies) {
            legs.add(
                new Leg(
                    from,
                    to,
                    minute(off + late).getEpochSecond(),
                    minute(on + late).getEpochSecond()));
          }
        }
      }
      given(flights.toArray(FlightReport[]::new));
      for (int i = 0; i < 12; i++) {
        String from = places.get(random.nextInt(places.size()));
        String to = places.get(random.nextInt(places.size()));
        if (!from.equals(to)) {
          Connections.Question question =
              new Connections.Question(
                  from,
                  to,
                  minute(random.nextInt(span / 2)),
                  Duration.ofMinutes(60 + random.nextInt(2 * span)),
                  random.nextInt(4));
          List<Itinerary> found = CONNECTIONS.search(question);
          found.forEach(itinerary -> check(question, itinerary));
          assertEquals(
              Everything.arrivals(question, legs, TIMES),
              found.stream().map(f -> f.stops() + " stops, " + f.arrives()).toList(),
              () -> "seed and question: " + question);
          answers += found.size();
        }
      }
    }
    assertTrue(answers > 100, answers + " answers prove little");
  }

  private static void check(Connections.Question question, Itinerary itinerary) {
    assertEquals(question.from(), itinerary.rides().getFirst().flight().id().origin());
    assertEquals(question.to(), itinerary.rides().getLast().flight().id().destination());
    assertTrue(!itinerary.departs().isBefore(question.earliest()));
    assertTrue(!itinerary.arrives().isAfter(question.earliest().plus(question.within())));
    for (int i = 1; i < itinerary.rides().size(); i++) {
      Itinerary.Ride before = itinerary.rides().get(i - 1);
      Itinerary.Ride after = itinerary.rides().get(i);
      String place = after.flight().id().origin();
      assertEquals(before.flight().id().destination(), place);
      assertTrue(!before.arrives().plus(TIMES.at(place)).isAfter(after.departs()));
    }
  }
}
