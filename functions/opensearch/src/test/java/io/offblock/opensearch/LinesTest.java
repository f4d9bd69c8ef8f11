package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.payload.Payload;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flights of history are found as the line that stands for them. */
class LinesTest {
  private static final Search SEARCH =
      new Search(OpenSearchServer.connection(), Airports.packaged(), () -> Samples.MOMENT);
  private static OpenSearchFlightStore store;

  @BeforeAll
  static void load() {
    store = OpenSearchServer.emptyStore();
    Payload payload = Samples.payload(1);
    List<FlightReport> reports =
        Stream.of(
                "LH-400-FRA-JFK-20261124T1055",
                "LH-400-FRA-JFK-20080105T1050",
                "LH-400-FRA-JFK-20080107T1055",
                "AA-1234-JFK-LAX-20080101T0900",
                "AA-1234-JFK-LAX-20080131T0910",
                "AA-12A-BOS-ORD-20080103T0700")
            .map(id -> Samples.full(FlightId.parse(id).orElseThrow(), payload))
            .toList();
    store.apply(payload, Samples.flights(reports));
    OpenSearchServer.makeFindable();
  }

  @Test
  void onlyTheFlightOfTodayIsHeldAsAFlight() {
    assertEquals(1, store.count().flights());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA1234", "aa 1234", "1234", "JFK-LAX", "AA1234 2008-01-15", "AA123"})
  void aLineIsFoundAsItsFlightsWouldBe(String typed) {
    SearchHit hit =
        SEARCH.hits(typed, 10).stream()
            .filter(h -> h.kind().equals("line"))
            .findFirst()
            .orElseThrow();
    assertEquals("AA1234", hit.code());
    assertEquals("AA-1234-JFK-LAX-20080131T0910", hit.id());
    assertEquals("JFK–LAX, scheduled on 2 days from 2008-01-01 to 2008-01-31", hit.detail());
    assertEquals("2008-01-31", hit.date().orElseThrow().toString());
  }

  @Test
  void theFlightOfTodayComesBeforeItsPast() {
    assertEquals(
        List.of("flight LH-400-FRA-JFK-20261124T1055", "line LH-400-FRA-JFK-20080107T1055"),
        SEARCH.hits("LH400", 10).stream().map(h -> h.kind() + " " + h.id()).toList());
  }

  @Test
  void aDayOutsideOfALineFindsNothing() {
    assertEquals(List.of(), SEARCH.hits("AA1234 2008-02-01", 10));
  }
}
