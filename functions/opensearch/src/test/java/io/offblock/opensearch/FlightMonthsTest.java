package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One index a month, one alias for all of them. */
class FlightMonthsTest {
  private static final FlightId NOVEMBER = FlightWorld.id("LH-400-FRA-JFK-20261130T2359");
  private static final FlightId DECEMBER = FlightWorld.id("LH-400-FRA-JFK-20261201T0000");
  private final OpenSearchConnection connection = OpenSearchServer.connection();

  @Test
  void aFlightIsInTheIndexOfItsMonthAndThereAlone() {
    OpenSearchFlightStore store = OpenSearchServer.emptyStore();
    Payload first = Samples.payload(1);
    Payload second = Samples.payload(2);
    store.apply(first, Samples.flights(reports(first)));
    store.apply(second, Samples.flights(reports(second)));
    store.apply(first, Samples.flights(reports(first)));
    assertEquals(2, store.count().flights());
    assertEquals(1, count("offblock-flights-2026-11"));
    assertEquals(1, count("offblock-flights-2026-12"));
    assertEquals(Samples.merged(reports(second)), store.find(List.of(NOVEMBER, DECEMBER)));
    assertEquals(Map.of(), store.find(List.of(FlightWorld.id("LH-1-FRA-JFK-20310101T1000"))));
    assertFalse(exists("offblock-flights-2031-01"), "asking makes no index");
  }

  @Test
  void aServerWithOneIndexOfAllFlightsIsMovedIntoMonths() {
    OpenSearchFlightStore store = OpenSearchServer.emptyStore();
    Payload payload = Samples.payload(1);
    store.apply(payload, Samples.flights(reports(payload)));
    List<FlightDigest.Day> before = digest(store);
    OpenSearchServer.noFlights();
    new JsonCalls(connection)
        .send(
            "PUT",
            "/" + FlightMonths.ALIAS,
            "{\"mappings\":{\"properties\":{\"id\":{\"type\":\"keyword\"}}}}");
    FlightDocument documents = new FlightDocument(Airports.packaged());
    new Documents(connection)
        .join(
            FlightMonths.ALIAS,
            Map.of(
                NOVEMBER.toString(), Flight.of(reports(payload).getFirst()),
                DECEMBER.toString(), Flight.of(reports(payload).getLast())),
            (stored, flight) -> Optional.of(documents.write(flight)));

    assertEquals(List.of(FlightMonths.ALIAS), new Schema(connection).apply());
    assertEquals(List.of(), new Schema(connection).apply());
    OpenSearchFlightStore after = new OpenSearchFlightStore(connection, Airports.packaged());
    assertEquals(before, digest(after));
    assertEquals(1, count("offblock-flights-2026-11"));
    assertTrue(
        connection
            .ask("looking", c -> c.indices().existsAlias(a -> a.name(FlightMonths.ALIAS)))
            .value());
  }

  @Test
  void indexesThatWereTakenAwayAreNotKnownForEver() {
    OpenSearchFlightStore store = OpenSearchServer.emptyStore();
    Payload payload = Samples.payload(1);
    store.apply(payload, Samples.flights(reports(payload)));
    OpenSearchServer.noFlights();
    assertThrows(StoreUnavailable.class, () -> store.find(List.of(NOVEMBER, DECEMBER)));
    new Schema(connection).apply();
    assertEquals(Map.of(), store.find(List.of(NOVEMBER, DECEMBER)));
  }

  private static List<FlightReport> reports(Payload payload) {
    return List.of(Samples.full(NOVEMBER, payload), Samples.full(DECEMBER, payload));
  }

  private static List<FlightDigest.Day> digest(OpenSearchFlightStore store) {
    FlightDigest digest = new FlightDigest();
    store.scan(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31), digest::add);
    return digest.days();
  }

  private boolean exists(String index) {
    return connection.ask("looking", c -> c.indices().exists(e -> e.index(index))).value();
  }

  private long count(String index) {
    connection.ask("refreshing", c -> c.indices().refresh(r -> r.index(index)));
    return connection.ask("counting", c -> c.count(x -> x.index(index))).count();
  }
}
