package io.offblock.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.Samples;
import io.offblock.StoreServer;
import io.offblock.airport.Airports;
import io.offblock.answer.StoreFacts;
import io.offblock.flight.Flight;
import io.offblock.flight.FlightFacts;
import io.offblock.flight.FlightReport;
import io.offblock.load.FlightStore;
import io.offblock.load.FlightStoreContract;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.reference.Reference;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OpenSearchFlightStoreTest extends FlightStoreContract {
  @Override
  protected FlightStore open() {
    return OpenSearchServer.emptyStore();
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return (OpenSearchFlightStore) store;
  }

  @Override
  protected Optional<String> englishName(FlightStore store, String kind, String code) {
    return ((OpenSearchFlightStore) store).reference(kind, code).flatMap(PlaceDocument::name);
  }

  @Test
  void everyFactHasATypeOfItsOwn() throws Exception {
    JsonNode typed =
        new ObjectMapper()
            .readTree(
                Files.readString(
                    StoreServer.project().resolve("sql/opensearch/offblock-flights.json")))
            .at("/template/mappings/properties");
    Flight full = Flight.of(Samples.full(Samples.lh400(), Samples.payload(1)));
    new FlightDocument(Airports.packaged())
        .write(full)
        .keySet()
        .forEach(field -> assertTrue(typed.has(field), field + " is not in the mapping"));
    FlightFacts.write(full)
        .forEach(
            (name, value) ->
                assertEquals(
                    value instanceof java.time.Instant,
                    typed.path(name).path("type").asText().equals("date"),
                    name));
  }

  @Test
  void theSchemaCanBeAppliedAgain() {
    Schema schema = new Schema(OpenSearchServer.connection());
    assertEquals(List.of(), schema.apply());
    Payload payload = Samples.payload(1);
    FlightStore store = OpenSearchServer.emptyStore();
    store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));
    assertEquals(List.of(), schema.apply());
    assertEquals(1, store.find(List.of(Samples.lh400())).size());
  }

  @Test
  void whatIsStoredIsSoonFoundByNumber() throws Exception {
    FlightStore store = OpenSearchServer.emptyStore();
    Search search =
        new Search(OpenSearchServer.connection(), Airports.packaged(), () -> Samples.MOMENT);
    Payload payload = Samples.payload(1);
    store.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload))));
    long stored = System.nanoTime();
    while (search.hits("LH400", 1).isEmpty()) {
      assertTrue(System.nanoTime() - stored < 60_000_000_000L, "not searchable after a minute");
      Thread.sleep(20);
    }
    System.out.printf("searchable after %d ms%n", (System.nanoTime() - stored) / 1_000_000);
  }

  @Test
  void whatNobodyWasCalledIsFoundOnceAPlaceOfThatNameIsStored() {
    FlightStore store = OpenSearchServer.emptyStore();
    OpenSearchServer.makeFindable();
    Instant[] now = {Samples.MOMENT};
    Search search = new Search(OpenSearchServer.connection(), Airports.packaged(), () -> now[0]);
    for (String code : List.of("FRA", "MUC", "ZRH")) {
      assertEquals(List.of(), codes(search, code), "before it is stored");
      store.apply(
          Samples.payload(code.charAt(0)),
          new ParsedPayload(List.of(), List.of(airport(code)), List.of()));
      OpenSearchServer.makeFindable();
      now[0] = now[0].plusSeconds(1);
      assertEquals(List.of(code), codes(search, code), "once it is stored");
    }
  }

  private static List<String> codes(Search search, String typed) {
    return search.hits(typed, 5).stream().map(SearchHit::code).toList();
  }

  private static Reference airport(String code) {
    return new Reference.Airport(
        code,
        Optional.of(code),
        Optional.of("DE"),
        Optional.empty(),
        Optional.empty(),
        Optional.of("Airport"),
        new TreeMap<>(Map.of("EN", code + " Airport")),
        Optional.empty(),
        Optional.empty());
  }

  /** Above the flood-stage watermark of its disk the server sets this block by itself. */
  @Test
  void aServerWhoseDiskIsFullIsTriedAgainAndTakesEverythingOnceThereIsRoom() {
    FlightStore store = OpenSearchServer.emptyStore();
    Payload before = Samples.payload(1);
    store.apply(before, Samples.flights(List.of(Samples.full(Samples.lh400(), before))));
    Payload later = Samples.payload(2);
    FlightReport report = Samples.full(Samples.lh400(), later);

    full(true);
    try {
      assertThrows(
          StoreUnavailable.class, () -> store.apply(later, Samples.flights(List.of(report))));
    } finally {
      full(false);
    }
    assertEquals(Optional.empty(), ((OpenSearchFlightStore) store).loadedAt(later.key().id()));

    store.apply(later, Samples.flights(List.of(report)));
    assertEquals(
        Flight.of(report).version(),
        store.find(List.of(Samples.lh400())).get(Samples.lh400()).version());
  }

  private static void full(boolean whether) {
    OpenSearchServer.connection()
        .ask(
            "blocking",
            c ->
                c.indices()
                    .putSettings(
                        s ->
                            s.index(OpenSearchFlightStore.FLIGHTS + "*")
                                .settings(
                                    all -> all.index(i -> i.blocksReadOnlyAllowDelete(whether)))));
  }

  @Test
  void aStoreThatIsAwayOrNotYetMadeIsTriedAgain() {
    Payload payload = Samples.payload(1);
    FlightStore away =
        new OpenSearchFlightStore(
            OpenSearchConnection.to(URI.create("http://127.0.0.1:9")), Airports.packaged());
    assertThrows(StoreUnavailable.class, () -> away.apply(payload, Samples.flights(List.of())));

    FlightStore bare = OpenSearchServer.emptyStore();
    OpenSearchServer.noFlights();
    assertThrows(
        StoreUnavailable.class,
        () ->
            bare.apply(payload, Samples.flights(List.of(Samples.full(Samples.lh400(), payload)))));
  }
}
