package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.load.MemoryFlightStore;
import io.offblock.load.MemoryPayloads;
import io.offblock.load.PayloadLoader;
import io.offblock.payload.StoredObject;
import io.offblock.provider.Providers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A load leaves one line of metrics, whatever came of it. */
class StoreLoaderTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Samples.MOMENT.plusMillis(2500));

  private final MemoryPayloads payloads = new MemoryPayloads();
  private final AtomicInteger made = new AtomicInteger();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StoreLoader loader =
      new StoreLoader(
          () -> {
            made.incrementAndGet();
            return new PayloadLoader(
                payloads,
                Providers.of(Airports.packaged()),
                new MemoryFlightStore(),
                payloads,
                CLOCK);
          },
          Metrics.of("offblock", CLOCK, new PrintStream(out, true, StandardCharsets.UTF_8))
              .dimension("store", "memory"));

  private JsonNode told(StoredObject object) throws Exception {
    out.reset();
    loader.load(object);
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private static String information(String flights) {
    return "{\"FlightInformation\":{\"Flights\":{\"Flight\":" + flights + "}}}";
  }

  private StoredObject put(String text) {
    return payloads.put(
        Samples.payload(
            "/operations/customerflightinformation/LH400/2026-11-24",
            "customerflightinformation",
            Samples.MOMENT,
            text));
  }

  @Test
  void whatWasLoadedAndWhatWasNotIsTold() throws Exception {
    assertEquals(0, made.get(), "a function that loads nothing reaches for no storage");
    StoredObject good =
        put(
            information(
                """
                [{"Departure":{"AirportCode":"FRA","Scheduled":{"Date":"2026-11-24","Time":"10:55"}},
                  "Arrival":{"AirportCode":"JFK"},
                  "OperatingCarrier":{"AirlineID":"LH","FlightNumber":"400"}},
                 {"odd":1}]
                """));
    JsonNode loaded = told(good);
    assertEquals(1, loaded.path("FlightsLoaded").asInt());
    assertEquals(1, loaded.path("RecordsRejected").asInt());
    assertEquals(2.5, loaded.path("LoadLag").asDouble());
    assertEquals("memory", loaded.path("store").asText());
    assertEquals(good.key(), loaded.path("object").asText());
    JsonNode poison = told(put("no JSON"));
    assertEquals(1, poison.path("PayloadsQuarantined").asInt());
    assertEquals("not-json", poison.path("reason").asText());
    assertEquals(1, made.get());
  }
}
