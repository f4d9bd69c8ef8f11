package io.offblock.neo4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.Samples;
import io.offblock.answer.StoreFacts;
import io.offblock.flight.Airframe;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightReport;
import io.offblock.load.FaultProxy;
import io.offblock.load.FlightStore;
import io.offblock.load.FlightStoreContract;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.exceptions.Neo4jException;

class Neo4jFlightStoreTest extends FlightStoreContract {
  @Override
  protected FlightStore open() {
    return Neo4jServer.emptyStore();
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return (Neo4jFlightStore) store;
  }

  @Override
  protected Optional<String> englishName(FlightStore store, String kind, String code) {
    return ((Neo4jFlightStore) store)
        .reference(kind, code)
        .flatMap(item -> Optional.ofNullable((String) item.get("name_EN")));
  }

  @Test
  void theSchemaCanBeAppliedAgain() {
    assertEquals(List.of(), new Schema(Neo4jServer.connection()).apply());
  }

  @Test
  void aFlightJoinsItsAirportsItsAirlineAndTheAircraftThatFliesItNow() {
    FlightStore store = Neo4jServer.emptyStore();
    store.apply(Samples.payload(1), Samples.flights(List.of(flownBy("DABYA", 1))));
    store.apply(Samples.payload(3), Samples.flights(List.of(flownBy("DABYC", 3))));
    store.apply(Samples.payload(2), Samples.flights(List.of(flownBy("DABYB", 2))));
    assertEquals(
        List.of("FLOWN_BY DABYC", "FROM FRA", "OPERATED_BY LH", "TO JFK"),
        Neo4jServer.connection()
            .read(
                "reading",
                t ->
                    t.run(
                            """
                            MATCH (:Flight {id: $id})-[r]->(n)
                            RETURN type(r) + ' ' + coalesce(n.iata, n.code, n.registration) AS end ORDER BY end""",
                            Map.of("id", Samples.lh400().toString()))
                        .list(r -> r.get("end").asString())));
  }

  private static FlightReport flownBy(String registration, int payload) {
    FlightReport full = Samples.full(Samples.lh400(), Samples.payload(payload));
    return new FlightReport(
        full.id(),
        full.version(),
        full.payload(),
        full.resource(),
        full.operation(),
        Optional.of(new Airframe(Optional.of(registration), Optional.empty())),
        full.codeshares(),
        full.plan(),
        full.source());
  }

  @Test
  void twoLoadersInOppositeOrdersEndLikeOne() throws Exception {
    List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(new Random(9), 60, 12, 30);
    FlightStore store = Neo4jServer.emptyStore();
    story.forEach(d -> store.apply(d.getKey(), d.getValue()));
    List<FlightDigest.Day> alone = digest(store);

    FlightStore shared = Neo4jServer.emptyStore();
    try (ExecutorService loaders = Executors.newFixedThreadPool(2)) {
      List<Future<?>> loads =
          List.of(story, story.reversed()).stream()
              .<Future<?>>map(
                  order ->
                      loaders.submit(
                          () -> order.forEach(d -> shared.apply(d.getKey(), d.getValue()))))
              .toList();
      for (Future<?> load : loads) {
        load.get();
      }
    }
    assertEquals(alone, digest(shared));
  }

  private static List<FlightDigest.Day> digest(FlightStore store) {
    FlightDigest digest = new FlightDigest();
    store.scan(LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1), digest::add);
    return digest.days();
  }

  @Test
  void aTransactionThatItsBrokenConnectionEndedIsNoMistakeOfOurs() {
    InetSocketAddress server = new InetSocketAddress("127.0.0.1", Neo4jServer.uri().getPort());
    try (FaultProxy wire = new FaultProxy(server);
        Neo4jConnection own =
            Neo4jConnection.to(URI.create("bolt://127.0.0.1:" + wire.port()), "", "")) {
      assertThrows(
          StoreUnavailable.class,
          () ->
              own.write(
                  "loading",
                  transaction -> {
                    transaction.run("RETURN 1").consume();
                    wire.refuse(true);
                    assertThrows(Neo4jException.class, () -> transaction.run("RETURN 2").consume());
                    transaction.run("RETURN 3");
                  }));
    }
  }

  @Test
  void aStoreThatIsAwayOrNotYetMadeIsTriedAgain() {
    Payload payload = Samples.payload(1);
    try (Neo4jConnection nowhere = Neo4jConnection.to(URI.create("bolt://127.0.0.1:9"), "", "")) {
      FlightStore away = new Neo4jFlightStore(nowhere);
      assertThrows(StoreUnavailable.class, () -> away.apply(payload, Samples.flights(List.of())));
    }
    Neo4jServer.connection().run("dropping", "DROP CONSTRAINT flight_id");
    FlightStore bare = new Neo4jFlightStore(Neo4jServer.connection());
    assertThrows(StoreUnavailable.class, () -> bare.apply(payload, Samples.flights(List.of())));
    assertEquals(List.of("flight_id"), new Schema(Neo4jServer.connection()).apply());
  }
}
