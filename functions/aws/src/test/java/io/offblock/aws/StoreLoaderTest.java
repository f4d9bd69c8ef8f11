package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.airport.Airports;
import io.offblock.load.MemoryFlightStore;
import io.offblock.load.MemoryPayloads;
import io.offblock.load.PayloadLoader;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.Payload;
import io.offblock.payload.StoredObject;
import io.offblock.provider.Providers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A load leaves one line of metrics, whatever came of it. */
class StoreLoaderTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Samples.MOMENT.plusMillis(2500));

  private final MemoryPayloads payloads = new MemoryPayloads();
  private final AtomicInteger made = new AtomicInteger();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
  private Optional<RuntimeException> failure = Optional.empty();
  private final StoreLoader loader =
      new StoreLoader(
          () -> {
            made.incrementAndGet();
            return new PayloadLoader(
                this::read,
                Providers.of(Airports.packaged()),
                new MemoryFlightStore(),
                payloads,
                CLOCK);
          },
          Metrics.of("offblock", CLOCK, print).dimension("store", "memory"),
          print);

  private JsonNode told(StoredObject object) throws Exception {
    out.reset();
    loader.load(object);
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private Payload read(StoredObject object) {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return payloads.read(object);
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
    assertTrue(poison.path("object").asText().startsWith("raw/lufthansa/"), poison.toString());
    assertEquals("[[\"store\"]]", poison.at("/_aws/CloudWatchMetrics/0/Dimensions").toString());
    assertEquals(1, made.get());
  }

  /** Funqy logs nothing of a message that failed: for eight deliveries nobody could say why. */
  @Test
  void aLoadThatFailsSaysWhyAndOfWhichObject() throws Exception {
    StoredObject object = new StoredObject("b", "raw/lufthansa/x");
    failure = Optional.of(new StoreUnavailable("s3", "reading x", new IOException("refused")));
    assertThrows(StoreUnavailable.class, () -> told(object), "the queue delivers again");
    JsonNode away = new ObjectMapper().readTree(out.toByteArray());
    assertEquals("WARN", away.path("level").asText());
    assertEquals(
        "s3: reading x failed and is tried again from the queue: java.io.IOException: refused",
        away.path("message").asText());
    assertEquals("raw/lufthansa/x", away.path("object").asText());
    assertFalse(away.has("stack"), "as often as the queue delivers, over hours");
    failure = Optional.of(new IllegalStateException("ours"));
    assertThrows(IllegalStateException.class, () -> told(object));
    JsonNode ours = new ObjectMapper().readTree(out.toByteArray());
    assertEquals("ERROR", ours.path("level").asText());
    assertEquals("java.lang.IllegalStateException", ours.path("exception").asText());
    assertEquals("raw/lufthansa/x", ours.path("object").asText());
  }
}
