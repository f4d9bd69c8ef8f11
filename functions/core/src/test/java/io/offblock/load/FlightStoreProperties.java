package io.offblock.load;

import io.offblock.Histories;
import io.offblock.Histories.Delivery;
import io.offblock.answer.StoreFacts;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is delivered, in whatever order, however often and by however many loaders at once, a
 * store ends as the model in memory does that got everything once and in order. Every store is held
 * to the same histories, so all of them end alike. A failure names its seed, and the seed alone
 * makes it come again.
 */
public abstract class FlightStoreProperties {
  private static final int LOADERS = 4;
  private static final int ATTEMPTS = 10;

  /** The store under test, empty. */
  protected abstract FlightStore open();

  /** What the store says of itself. */
  protected abstract StoreFacts facts(FlightStore store);

  static LongStream seeds() {
    return Histories.seeds();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyOrderAndAnyNumberOfDeliveriesEndAsTheModel(long seed) {
    Random random = new Random(seed);
    List<Delivery> history = Histories.history(random);
    FlightStore store = open();
    for (Delivery delivery : Histories.deliveries(random, history)) {
      deliver(store, delivery.payload(), delivery.said());
    }
    AsModel.assertEnds(history, store, facts(store), "seed " + seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyInterleavingOfLoadersEndsAsTheModel(long seed) throws Exception {
    Random random = new Random(seed);
    List<Delivery> history = Histories.history(random);
    FlightStore store = open();
    try (ExecutorService pool = Executors.newFixedThreadPool(LOADERS)) {
      List<Callable<Void>> loaders = new ArrayList<>();
      for (int loader = 0; loader < LOADERS; loader++) {
        List<Delivery> own = new ArrayList<>();
        int number = loader;
        for (int n = 0; n < history.size(); n++) {
          // Each payload belongs to one loader, and half of them come to others as well.
          if (n % LOADERS == number || random.nextInt(6) == 0) {
            own.add(history.get(n));
          }
        }
        List<Delivery> deliveries = Histories.deliveries(random, own);
        loaders.add(
            () -> {
              deliveries.forEach(d -> deliver(store, d.payload(), d.said()));
              return null;
            });
      }
      for (Future<Void> loader : pool.invokeAll(loaders)) {
        loader.get();
      }
    }
    AsModel.assertEnds(history, store, facts(store), "seed " + seed);
  }

  /** As the queue does: what a store refuses for now is tried again. */
  static void deliver(FlightStore store, Payload payload, ParsedPayload said) {
    for (int attempt = 1; ; attempt++) {
      try {
        store.apply(payload, said);
        return;
      } catch (StoreUnavailable e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
