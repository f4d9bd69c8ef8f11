package io.offblock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.offblock.Histories;
import io.offblock.Histories.Delivery;
import io.offblock.answer.StoreFacts;
import io.offblock.flight.FlightId;
import io.offblock.load.Fault.Kind;
import io.offblock.load.Fault.Way;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every store of flights must survive: its wire to the loader breaks at each piece of a load
 * in turn, in each way and kind. The loader may succeed or say that the store is away, nothing
 * else; and when the queue has delivered again, nothing is lost and nothing is there twice.
 *
 * <p>A store's module extends this with its real engine and its driver as the function sets it up.
 */
public abstract class FlightStoreFaults {
  /** A load has fewer pieces than this; a run that finds more has lost its way. */
  private static final int MOST_PIECES = 400;

  /** So many loads in a row that are over before the fault's turn: each piece had its fault. */
  private static final int OVER = 3;

  private static final int ATTEMPTS = 12;

  /** Attempts while the wire goes on breaking. */
  private static final int PATIENCE = 60;

  /** What plays the function's timeout where nobody ever answers. */
  private static final Duration FUNCTION = Duration.ofMillis(1000);

  private final List<Delivery> said = new ArrayList<>();
  private FlightStore straight;
  private FaultProxy wire;
  private Loader loader;

  /** A loader's store, and what ends its connections as the end of its process would. */
  public record Loader(FlightStore store, AutoCloseable connections) {}

  /** The store under test, emptied, reached without a proxy. */
  protected abstract FlightStore open();

  /** What the store says of itself. */
  protected abstract StoreFacts facts(FlightStore store);

  /** Where its server listens. */
  protected abstract InetSocketAddress address();

  /** A loader of its own that reaches the same store by another port of loopback. */
  protected abstract Loader through(int port);

  /**
   * All that the store keeps of who said what and when, beside the flights themselves; empty where
   * it keeps flights alone.
   */
  protected String told() {
    return "";
  }

  /** Its name in what is written about the run. */
  protected abstract String name();

  @BeforeEach
  void between() {
    straight = open();
    wire = new FaultProxy(address());
    loader = through(wire.port());
  }

  @AfterEach
  void end() throws Exception {
    loader.connections().close();
    wire.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(Way.values())
        .flatMap(
            way ->
                EnumSet.complementOf(EnumSet.of(Kind.SILENT)).stream()
                    .map(kind -> Arguments.of(way, kind)));
  }

  static Stream<Way> ways() {
    return Stream.of(Way.values());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void aBreakAtAnyPieceLosesAndDoublesNothing(Way way, Kind kind) throws Exception {
    int over = 0;
    int reached = 0;
    int refused = 0;
    List<Delivery> pages = pages(new Random(20_261_127));
    for (int piece = 1; over < OVER; piece++) {
      assertTrue(piece < MOST_PIECES, "a load does not end");
      Delivery page = pages.get(piece - 1);
      wire.lay(new Fault(way, piece, kind));
      boolean taken = taken(loader.store(), page);
      if (wire.mend()) {
        reached++;
        over = 0;
      } else {
        over++;
      }
      refused += taken ? 0 : 1;
      redeliver(page, taken, way + " " + kind + " at piece " + piece);
    }
    assertTrue(reached >= 3, "only " + reached + " pieces of a load had a fault");
    AsModel.assertEnds(said, straight, facts(straight), way + " " + kind);
    String told = told();
    FlightStore calm = open();
    said.forEach(d -> calm.apply(d.payload(), d.said()));
    assertEquals(told(), told, "as a load without any fault leaves it");
    FaultFigures.note(name(), way + " " + kind, reached, refused);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void silenceAtAnyPieceEndsWithTheFunctionAndNothingIsLost(Way way) throws Exception {
    int reached = 0;
    int refused = 0;
    List<Delivery> pages = pages(new Random(20_261_128));
    for (int piece : new int[] {1, 2, 5}) {
      Delivery page = pages.get(piece - 1);
      wire.lay(new Fault(way, piece, Kind.SILENT));
      boolean taken = takenWithin(FUNCTION, page);
      boolean happened = wire.mend();
      reached += happened ? 1 : 0;
      refused += taken ? 0 : 1;
      if (!taken) {
        // Its timeout ends a function's process, and the next one starts anew.
        loader.connections().close();
        loader = through(wire.port());
      }
      redeliver(page, taken, way + " silent from piece " + piece);
    }
    assertTrue(reached >= 2, "only " + reached + " silences happened");
    AsModel.assertEnds(said, straight, facts(straight), way + " silent");
    FaultFigures.note(name(), way + " SILENT", reached, refused);
  }

  @Test
  void aSlowWireIsOnlySlow() {
    wire.slow(Duration.ofMillis(15));
    List<Delivery> pages = pages(new Random(3)).subList(0, 5);
    for (Delivery page : pages) {
      loader.store().apply(page.payload(), page.said());
    }
    AsModel.assertEnds(pages, straight, facts(straight), "slow");
    FaultFigures.note(name(), "latency of 15 ms a piece", pages.size(), 0);
  }

  @Test
  void aStoreThatIsNotThereAtTheStartAndComesLaterGetsEverything() throws Exception {
    loader.connections().close();
    wire.refuse(true);
    loader = through(wire.port());
    List<Delivery> pages = pages(new Random(4)).subList(0, 1);
    for (Delivery page : pages) {
      assertThrows(StoreUnavailable.class, () -> loader.store().apply(page.payload(), page.said()));
    }
    wire.refuse(false);
    for (Delivery page : pages) {
      redeliver(page, false, "after it came");
    }
    AsModel.assertEnds(pages, straight, facts(straight), "absent at the start");
    FaultFigures.note(name(), "absent at the start", pages.size(), pages.size());
  }

  @Test
  void loadersThatRaceOverABreakingWireEndAsTheModel() throws Exception {
    Random random = new Random(5);
    List<Delivery> pages = pages(random).subList(0, 20);
    int breaks = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      List<Future<?>> loads = new ArrayList<>();
      List<Loader> loaders = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        Loader own = through(wire.port());
        loaders.add(own);
        List<Delivery> deliveries = Histories.deliveries(new Random(n), pages);
        loads.add(
            pool.submit(
                () -> deliveries.forEach(d -> deliver(own.store(), d, PATIENCE, "racing"))));
      }
      while (loads.stream().anyMatch(l -> !l.isDone())) {
        Way way = Way.values()[random.nextInt(2)];
        Kind kind = Kind.values()[random.nextInt(4)];
        wire.lay(new Fault(way, 1 + random.nextInt(30), kind));
        Thread.sleep(60 + random.nextInt(60));
        breaks += wire.mend() ? 1 : 0;
      }
      for (Future<?> load : loads) {
        load.get();
      }
      for (Loader each : loaders) {
        each.connections().close();
      }
    }
    assertTrue(breaks > 0, "no fault happened");
    AsModel.assertEnds(pages, straight, facts(straight), "three loaders and a breaking wire");
    FaultFigures.note(name(), "three loaders, breaks at random", breaks, 0);
  }

  /** Pages that name several flights each, some of them again and again, as answers do. */
  private static List<Delivery> pages(Random random) {
    List<Delivery> pages = new ArrayList<>();
    while (pages.size() < MOST_PIECES) {
      Histories.history(random).stream()
          .filter(d -> d.said().reports().size() > 3)
          .forEach(pages::add);
    }
    return pages;
  }

  /** Whether the loader took it; that the store is away is the only other answer. */
  private static boolean taken(FlightStore store, Delivery page) {
    try {
      store.apply(page.payload(), page.said());
      return true;
    } catch (StoreUnavailable away) {
      return false;
    }
  }

  private boolean takenWithin(Duration limit, Delivery page) throws Exception {
    FlightStore store = loader.store();
    ExecutorService function = Executors.newVirtualThreadPerTaskExecutor();
    Future<?> load = function.submit(() -> store.apply(page.payload(), page.said()));
    try {
      // The limit runs from the silence on: how long a load takes until then is the machine's.
      while (!load.isDone() && !wire.happened()) {
        Thread.sleep(5);
      }
      load.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailable) {
        return false;
      }
      throw e;
    } finally {
      function.shutdown();
    }
  }

  /** As the queue: until it is taken, and once more, since an acknowledgement may be lost too. */
  private void redeliver(Delivery page, boolean taken, String which) {
    if (!taken) {
      deliver(loader.store(), page, ATTEMPTS, which);
    }
    deliver(loader.store(), page, ATTEMPTS, which + ", delivered once more");
    said.add(page);
    Set<FlightId> named = Histories.merged(List.of(page)).keySet();
    TreeMap<?, ?> expected = new TreeMap<>(Histories.merged(said));
    expected.keySet().retainAll(named);
    assertEquals(expected, new TreeMap<>(straight.find(named)), which);
  }

  private static void deliver(FlightStore store, Delivery page, int attempts, String which) {
    for (int attempt = 1; !taken(store, page); attempt++) {
      if (attempt == attempts) {
        fail(which + ": not taken in " + attempts + " attempts");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Writes down what was survived, for the command that makes the figures of the documents. */
  @AfterAll
  static void write() throws IOException {
    FaultFigures.write();
  }
}
