package io.offblock.mongodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.offblock.Samples;
import io.offblock.answer.StoreFacts;
import io.offblock.flight.FlightDigest;
import io.offblock.load.FlightStore;
import io.offblock.load.FlightStoreContract;
import io.offblock.load.StoreUnavailable;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MongodbFlightStoreTest extends FlightStoreContract {
  private MongoDatabase database;

  @Override
  protected FlightStore open() {
    database = StandIn.database();
    return new MongodbFlightStore(MongodbConnection.to(database));
  }

  @Override
  protected StoreFacts facts(FlightStore store) {
    return new MongodbFacts(MongodbConnection.to(database));
  }

  @Override
  protected Optional<String> englishName(FlightStore store, String kind, String code) {
    return Optional.ofNullable(
            database.getCollection("references").find(Filters.eq("_id", kind + "/" + code)).first())
        .map(d -> d.getEmbedded(List.of("names", "EN"), String.class));
  }

  @Test
  void loadersThatWriteTheSameFlightsAtOnceEndAsOneAfterTheOther() throws Exception {
    Random random = new Random(1);
    List<Map.Entry<Payload, ParsedPayload>> story = Samples.story(random, 40, 12, 10);
    FlightStore together = open();
    MongoDatabase shared = database;
    try (ExecutorService loaders = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> loads = new ArrayList<>();
      for (int loader = 0; loader < 4; loader++) {
        List<Map.Entry<Payload, ParsedPayload>> deliveries = Samples.shuffled(random, story);
        loads.add(
            () -> {
              deliveries.forEach(d -> together.apply(d.getKey(), d.getValue()));
              return null;
            });
      }
      for (Future<Void> load : loaders.invokeAll(loads)) {
        load.get();
      }
    }
    FlightStore alone = open();
    story.forEach(d -> alone.apply(d.getKey(), d.getValue()));
    assertEquals(digest(alone), digest(together));
    assertEquals(
        StandIn.timelines(database),
        StandIn.timelines(shared),
        "each statement with the same moments");
  }

  @Test
  void aServerThatIsAwayIsToBeTriedAgain() {
    FlightStore nobody =
        new MongodbFlightStore(
            MongodbConnection.to(
                Mongodb.database("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200")));
    assertThrows(StoreUnavailable.class, () -> nobody.find(List.of(Samples.lh400())));
  }

  private static List<FlightDigest.Day> digest(FlightStore store) {
    FlightDigest digest = new FlightDigest();
    store.scan(LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1), digest::add);
    return digest.days();
  }
}
