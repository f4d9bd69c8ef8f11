package io.offblock.bench;

import io.offblock.airport.Airports;
import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.bench.Contender.Told;
import io.offblock.load.FlightStore;
import io.offblock.load.LoadOutcome;
import io.offblock.load.PayloadLoader;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadParser;
import io.offblock.payload.StoredObject;
import io.offblock.provider.Providers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a loader beside its store's bare bulk rate: both write flights of the same kind into the
 * same tables, taking turns in short rounds, so that whatever else the machine does meets both.
 * Each round loads flights that are new; who goes first changes from round to round.
 */
public final class LoadBench {
  private static final int ROUND = 5_000;
  private static final int WARM_UP_ROUNDS = 3;

  private final Contender contender;
  private final PayloadParser parser = Providers.of(Airports.packaged());

  private LoadBench(Contender contender) {
    this.contender = contender;
  }

  /** Rows and the time that they took. */
  private static final class Sum {
    private long rows;
    private long nanos;

    void add(long more, long took) {
      rows += more;
      nanos += took;
    }

    double rate() {
      return rows / (nanos / 1e9);
    }
  }

  /**
   * @param arguments {@code store address rows [file]}; what comes is one line of JSON
   */
  public static void main(String[] arguments) throws Exception {
    LibraryLogs.asInAFunction();
    String store = arguments[0];
    int rows = Integer.parseInt(arguments[2]);
    int all = 2 * (rows + WARM_UP_ROUNDS * ROUND);
    List<Payload> payloads =
        arguments.length > 3 ? Days.ofFile(Path.of(arguments[3]), all) : Days.madeUp(all);
    Contender contender = Contenders.of(store, arguments[1]);
    System.out.println(
        new String(
            Json.bytes(new LoadBench(contender).run(store, payloads, rows)),
            StandardCharsets.UTF_8));
    System.exit(0);
  }

  private Map<String, Object> run(String name, List<Payload> payloads, int rows) throws Exception {
    FlightStore store = contender.open();
    Sum loader = new Sum();
    Sum bare = new Sum();
    List<List<Payload>> rounds = rounds(payloads);
    for (int i = 0; i + 1 < rounds.size() && loader.rows < rows; i += 2) {
      boolean warm = i / 2 >= WARM_UP_ROUNDS;
      boolean loaderFirst = i / 2 % 2 == 0;
      List<Payload> own = rounds.get(i);
      List<Payload> others = rounds.get(i + 1);
      Contender.Bare prepared = contender.prepared(others.stream().map(this::told).toList());
      long[] took = new long[2];
      for (boolean loads : new boolean[] {loaderFirst, !loaderFirst}) {
        long began = System.nanoTime();
        if (loads) {
          load(store, own);
        } else {
          prepared.run();
        }
        took[loads ? 0 : 1] = System.nanoTime() - began;
      }
      if (warm) {
        loader.add(Days.rows(own.stream()), took[0]);
        bare.add(Days.rows(others.stream()), took[1]);
      }
      System.err.printf(
          "%s%s: loader %.0f, bare %.0f a second%n",
          name,
          warm ? "" : ", warming up",
          Days.rows(own.stream()) / (took[0] / 1e9),
          Days.rows(others.stream()) / (took[1] / 1e9));
    }
    return Fields.none()
        .with("store", name)
        .with("flights", loader.rows)
        .with("loader_per_second", Math.round(loader.rate()))
        .with("bare_per_second", Math.round(bare.rate()))
        .with("share", Math.round(1000 * loader.rate() / bare.rate()) / 1000.0)
        .map();
  }

  /** Payloads of about so many rows each. */
  private static List<List<Payload>> rounds(List<Payload> payloads) {
    List<List<Payload>> rounds = new ArrayList<>();
    List<Payload> round = new ArrayList<>();
    long rows = 0;
    for (Payload payload : payloads) {
      round.add(payload);
      rows += Days.rows(java.util.stream.Stream.of(payload));
      if (rows >= ROUND) {
        rounds.add(round);
        round = new ArrayList<>();
        rows = 0;
      }
    }
    return rounds;
  }

  private Told told(Payload payload) {
    return new Told(payload, parser.parse(payload));
  }

  /** As the function does for each message of its queue, the bytes at hand. */
  private void load(FlightStore store, List<Payload> payloads) {
    Map<String, Payload> stored = new HashMap<>();
    payloads.forEach(p -> stored.put(p.key().objectKey(), p));
    PayloadLoader loader =
        new PayloadLoader(
            object -> stored.get(object.key()),
            parser,
            store,
            (of, object, reason, detail) -> {
              throw new IllegalStateException(reason + ": " + detail);
            },
            Clock.systemUTC());
    for (Payload payload : payloads) {
      if (!(loader.load(new StoredObject("bench", payload.key().objectKey()))
          instanceof LoadOutcome.Loaded)) {
        throw new IllegalStateException(payload.key() + " was not loaded");
      }
    }
  }
}
