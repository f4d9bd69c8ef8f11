package io.offblock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightId;
import io.offblock.lufthansa.LufthansaParser;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.StoredObject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PayloadLoaderTest {
  private final MemoryPayloads payloads = new MemoryPayloads();
  private final MemoryFlightStore store = new MemoryFlightStore();
  private final PayloadLoader loader = loader(store);

  private PayloadLoader loader(FlightStore into) {
    return new PayloadLoader(
        payloads,
        new LufthansaParser(Airports.packaged()),
        into,
        payloads,
        InstantSource.fixed(Samples.MOMENT.plusSeconds(90)));
  }

  private static Payload information(String flights) {
    return Samples.payload(
        "/operations/customerflightinformation/LH400/2026-11-24",
        "customerflightinformation",
        Samples.MOMENT,
        "{\"FlightInformation\":{\"Flights\":{\"Flight\":" + flights + "}}}");
  }

  private static final String LH400 =
      "{\"Departure\":{\"AirportCode\":\"FRA\",\"Scheduled\":{\"Date\":\"2026-11-24\",\"Time\":\"10:55\"}},"
          + "\"Arrival\":{\"AirportCode\":\"JFK\"},"
          + "\"OperatingCarrier\":{\"AirlineID\":\"LH\",\"FlightNumber\":\"400\"}}";

  @Test
  void whatAPayloadSaysIsInTheStore() {
    StoredObject object = payloads.put(information("[" + LH400 + ",{\"odd\":1}]"));
    for (int delivery = 0; delivery < 2; delivery++) {
      LoadOutcome.Loaded loaded = (LoadOutcome.Loaded) loader.load(object);
      assertEquals(1, loaded.flights());
      assertEquals(0, loaded.references());
      assertEquals(1, loaded.rejected().size());
      assertEquals(Duration.ofSeconds(90), loaded.lag());
    }
    assertEquals(1, store.find(List.of(Samples.lh400())).size());
    assertEquals(List.of(), payloads.notes());
  }

  @Test
  void poisonIsQuarantinedWithItsReason() {
    StoredObject object = payloads.put(information("[7]"));
    assertEquals(new LoadOutcome.Quarantined("all-rejected"), loader.load(object));
    assertEquals("memory", payloads.notes().getFirst().store());
    assertEquals(object, payloads.notes().getFirst().object());
    assertTrue(
        payloads.notes().getFirst().detail().contains("/FlightInformation/Flights/Flight/0"));
    assertEquals(0, store.count().payloads());
  }

  @Test
  void whatIsMissingIsQuarantined() {
    StoredObject object =
        new StoredObject(MemoryPayloads.BUCKET, information("[]").key().objectKey());
    assertEquals(new LoadOutcome.Quarantined("missing"), loader.load(object));
  }

  @Test
  void aStoreThatIsAwayGoesBackToTheQueue() {
    StoredObject object = payloads.put(information(LH400));
    PayloadLoader failing = loader(new AwayStore());
    assertThrows(StoreUnavailable.class, () -> failing.load(object));
    assertEquals(List.of(), payloads.notes());
  }

  /** A store that cannot be reached. */
  private static final class AwayStore implements FlightStore {
    @Override
    public String name() {
      return "away";
    }

    @Override
    public void apply(Payload payload, ParsedPayload parsed) {
      throw new StoreUnavailable(name(), "apply", null);
    }

    @Override
    public Map<FlightId, Flight> find(Collection<FlightId> ids) {
      throw new StoreUnavailable(name(), "find", null);
    }

    @Override
    public void scan(LocalDate from, LocalDate to, Consumer<Flight> each) {
      throw new StoreUnavailable(name(), "scan", null);
    }
  }
}
