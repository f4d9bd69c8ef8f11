package io.offblock.bench;

import io.offblock.answer.Fields;
import io.offblock.answer.Json;
import io.offblock.bench.Contender.Told;
import io.offblock.bench.Questions.Question;
import io.offblock.flight.FlightId;
import io.offblock.flight.FlightReport;
import io.offblock.load.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measures what the hot questions cost in the function's own code, each beside the least that
 * asking the store can cost, and with two servers how the cost grows with what is held: both hold
 * the same window of current flights, one of them more of the past. Questions take turns, so that
 * whatever else the machine does meets all of them; both servers are asked the same.
 */
public final class QueryBench {
  private static final int WARM_UP = 150;
  private static final int SAMPLE = 20_000;
  private static final int PIECE = 4_000;
  private static final long SEED = 7;
  private static final int DELIVERIES = 5;

  private final String store;
  private final int rounds;
  private final List<Path> files;
  private final List<Server> servers;

  private QueryBench(String store, int rounds, List<Path> files, List<Server> servers) {
    this.store = store;
    this.rounds = rounds;
    this.files = files;
    this.servers = servers;
  }

  private record Server(Questions questions, long flights) {}

  /** How long each asking took, in milliseconds. */
  private static final class Times {
    private final List<Double> millis = new ArrayList<>();

    Map<String, Object> figures() {
      return Fields.none().with("p50_ms", at(.5)).with("p95_ms", at(.95)).map();
    }

    double at(double share) {
      double[] sorted = millis.stream().mapToDouble(m -> m).sorted().toArray();
      double value = sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
      return Math.round(value * 100) / 100.0;
    }
  }

  /**
   * @param arguments {@code store rounds files address flights [address flights]}, files with
   *     commas or a dash for made-up ones; what comes is one line of JSON
   */
  public static void main(String[] arguments) throws Exception {
    LibraryLogs.asInAFunction();
    List<Path> files =
        arguments[2].equals("-")
            ? List.of()
            : Stream.of(arguments[2].split(",")).map(Path::of).toList();
    List<Server> servers = new ArrayList<>();
    for (int i = 3; i < arguments.length; i += 2) {
      servers.add(
          new Server(
              Contenders.asked(arguments[0], arguments[i]), Long.parseLong(arguments[i + 1])));
    }
    QueryBench bench = new QueryBench(arguments[0], Integer.parseInt(arguments[1]), files, servers);
    System.out.println(new String(Json.bytes(bench.run()), StandardCharsets.UTF_8));
    System.exit(0);
  }

  private Map<String, Object> run() throws Exception {
    List<Told> week = WorldWeek.told();
    List<FlightId> past = new ArrayList<>();
    List<Object> loaded = new ArrayList<>();
    for (Server server : servers) {
      long began = System.nanoTime();
      server.questions().open();
      for (List<Told> piece : pieces(week)) {
        redelivered(() -> server.questions().load(piece));
      }
      boolean first = past.isEmpty();
      long[] told = {0, 0};
      new PastFlights(files)
          .tell(
              server.flights(),
              day -> {
                for (List<Told> piece : pieces(day)) {
                  redelivered(() -> server.questions().loadPast(piece));
                }
                if (first) {
                  ids(day).limit(SAMPLE).forEach(past::add);
                }
                told[0] += ids(day).count();
                if (told[0] - told[1] >= 100_000) {
                  told[1] = told[0];
                  System.err.printf(
                      "%s: %,d flights of the past, %.0f s%n", store, told[0], since(began) / 1e3);
                }
              });
      server.questions().settle();
      loaded.add(
          Fields.none()
              .with("window", week.stream().mapToLong(t -> t.parsed().reports().size()).sum())
              .with("past", told[0])
              .with("seconds", Math.round(since(began) / 1e3))
              .map());
      System.err.printf(
          "%s: %,d flights of the past in %.0f s%n", store, told[0], since(began) / 1e3);
    }
    Known known = new Known(WorldWeek.NOON, ids(week).toList(), past);
    return Fields.none()
        .with("store", store)
        .with("loaded", loaded)
        .with("rounds", rounds)
        .with("questions", measured(known))
        .map();
  }

  private List<Object> measured(Known known) throws Exception {
    Map<String, List<Question>> questions = new LinkedHashMap<>();
    for (Server server : servers) {
      Map.Entry<String, Question> least = server.questions().yardstick(known);
      questions.computeIfAbsent(least.getKey(), q -> new ArrayList<>()).add(least.getValue());
      server
          .questions()
          .hot(known)
          .forEach((name, q) -> questions.computeIfAbsent(name, n -> new ArrayList<>()).add(q));
    }
    Map<String, List<Times>> times = new LinkedHashMap<>();
    questions.forEach((name, q) -> times.put(name, q.stream().map(s -> new Times()).toList()));
    for (int round = -WARM_UP; round < rounds; round++) {
      for (Map.Entry<String, List<Question>> question : questions.entrySet()) {
        for (int i = 0; i < servers.size(); i++) {
          // Who is asked first changes, and both are asked for the same.
          int who = (i + Math.floorMod(round, 2)) % servers.size();
          Questions.Asking asking =
              question.getValue().get(who).drawn(new Random(SEED * 1_000_003 + round));
          long began = System.nanoTime();
          asking.ask();
          double took = since(began);
          if (round >= 0) {
            times.get(question.getKey()).get(who).millis.add(took);
          }
        }
      }
    }
    String least = questions.keySet().iterator().next();
    List<Object> told = new ArrayList<>();
    times.forEach((name, each) -> told.add(told(name, each, name.equals(least))));
    return told;
  }

  private static Map<String, Object> told(String name, List<Times> each, boolean yardstick) {
    Fields fields =
        Fields.none()
            .with("name", name)
            .with("yardstick", yardstick)
            .with("at", each.stream().map(Times::figures).toList());
    if (each.size() == 2) {
      fields.with("growth", Math.round(100 * each.get(1).at(.5) / each.get(0).at(.5)) / 100.0);
    }
    return fields.map();
  }

  private interface Load {
    void run() throws Exception;
  }

  /** A store that cannot take a piece now gets it again, as a loader's queue would do. */
  private static void redelivered(Load load) throws Exception {
    for (int time = 1; ; time++) {
      try {
        load.run();
        return;
      } catch (StoreUnavailable e) {
        if (time == DELIVERIES) {
          throw e;
        }
        System.err.println("again: " + e.getMessage());
        Thread.sleep(500L << time);
      }
    }
  }

  /** Some thousand flights each: what a store takes in at once ends in bounded time. */
  private static List<List<Told>> pieces(List<Told> told) {
    List<List<Told>> pieces = new ArrayList<>();
    long flights = PIECE;
    for (Told one : told) {
      if (flights >= PIECE) {
        pieces.add(new ArrayList<>());
        flights = 0;
      }
      pieces.getLast().add(one);
      flights += one.parsed().reports().size();
    }
    return pieces;
  }

  private static Stream<FlightId> ids(List<Told> told) {
    return told.stream().flatMap(t -> t.parsed().reports().stream()).map(FlightReport::id);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }
}
