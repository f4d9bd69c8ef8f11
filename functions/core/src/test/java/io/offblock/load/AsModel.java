package io.offblock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.offblock.Histories;
import io.offblock.Histories.Delivery;
import io.offblock.answer.StoreFacts;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether a store holds exactly what was said to it: nothing lost, nothing doubled. */
final class AsModel {
  private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2100, 1, 1);

  private AsModel() {}

  /**
   * As the model in memory that got everything once and in order: each flight, the digest of each
   * day, the number of flights and of payloads, and each payload noted as loaded.
   */
  static void assertEnds(
      List<Delivery> history, FlightStore store, StoreFacts facts, String which) {
    MemoryFlightStore model = new MemoryFlightStore();
    history.forEach(d -> model.apply(d.payload(), d.said()));
    Map<FlightId, Flight> flights = Histories.merged(history);
    assertEquals(flights, scan(model), () -> which + ": the model is not the join");
    assertEquals(flights, scan(store), which);
    assertEquals(flights, new TreeMap<>(store.find(flights.keySet())), which);
    assertEquals(digest(model), digest(store), which);
    assertEquals(model.count().flights(), facts.count().flights(), which);
    assertEquals(model.count().payloads(), facts.count().payloads(), which);
    history.forEach(
        d -> assertEquals(true, facts.loadedAt(d.payload().key().id()).isPresent(), which));
  }

  private static Map<FlightId, Flight> scan(FlightStore store) {
    Map<FlightId, Flight> flights = new TreeMap<>();
    store.scan(
        FIRST,
        LAST,
        f -> assertEquals(null, flights.put(f.id(), f), "handed over twice: " + f.id()));
    return flights;
  }

  private static List<FlightDigest.Day> digest(FlightStore store) {
    FlightDigest digest = new FlightDigest();
    store.scan(FIRST, LAST, digest::add);
    return digest.days();
  }
}
