package io.offblock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Asks questions at a steady pace, whether or not earlier ones are answered; the time of each
 * counts from the moment at which it was due, so a server that falls behind cannot hide it.
 */
public final class RequestBench implements RuntimeServer.Answers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ByteBuf WELL =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("\"statusCode\":200", StandardCharsets.US_ASCII));
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration TOLD_EVERY = Duration.ofSeconds(20);
  private static final int LATELY = 10_000;

  /**
   * A question of the list.
   *
   * @param name its kind
   * @param function that answers it
   * @param event JSON
   */
  record Question(String name, String function, byte[] event) {}

  /**
   * What came of one kind.
   *
   * @param ms how long each took from when it was due, in the order of the answers
   * @param failed how many were no answer of 200
   */
  record Kind(List<Double> ms, int[] failed) {}

  /**
   * How much is asked.
   *
   * @param rate questions a second
   * @param seconds for how long
   * @param warmUpSeconds for how long before that, at half the rate; not told of
   */
  record Load(double rate, double seconds, double warmUpSeconds) {}

  /**
   * What came of it all.
   *
   * @param why the last one failed; empty where none did
   */
  record Outcome(long asked, String why, Map<String, Kind> questions) {}

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final double[] lately = new double[LATELY];
  private int answered;
  private String why = "";

  private RequestBench() {}

  /**
   * @param arguments {@code questions rate seconds warm-up function=processes…}: a file with a line
   *     of JSON for each question, asked over and over; how many a second; for how long, after how
   *     many seconds at half that rate. Prints {@code listening PORT}, waits for the processes, and
   *     ends with one line of JSON
   */
  public static void main(String[] arguments) throws Exception {
    LibraryLogs.asInAFunction();
    Map<String, Integer> processes = new LinkedHashMap<>();
    for (String one : Arrays.asList(arguments).subList(4, arguments.length)) {
      processes.put(
          one.substring(0, one.indexOf('=')), Integer.valueOf(one.substring(one.indexOf('=') + 1)));
    }
    Load load =
        new Load(
            Double.parseDouble(arguments[1]),
            Double.parseDouble(arguments[2]),
            Double.parseDouble(arguments[3]));
    System.out.println(
        JSON.writeValueAsString(
            measure(
                questions(Path.of(arguments[0])),
                load,
                processes,
                port -> System.out.println("listening " + port))));
  }

  /**
   * Waits for the processes, asks, and tells what came of it.
   *
   * @param processes how many of each function will ask for calls
   * @param listening is told the port at which they are to ask for them
   */
  static Outcome measure(
      List<Question> questions, Load load, Map<String, Integer> processes, IntConsumer listening)
      throws InterruptedException {
    RequestBench bench = new RequestBench();
    try (RuntimeServer server = new RuntimeServer(processes.keySet(), bench)) {
      listening.accept(server.port());
      until(
          READY,
          () ->
              processes.entrySet().stream().allMatch(e -> server.free(e.getKey()) >= e.getValue()),
          "the processes did not ask for their first call: " + processes);
      bench.load(server, questions, load.rate() / 2, load.warmUpSeconds());
      System.err.println("warm");
      long asked = bench.load(server, questions, load.rate(), load.seconds());
      return new Outcome(asked, bench.why, bench.kinds);
    }
  }

  private static List<Question> questions(Path file) throws IOException {
    List<Question> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode one = JSON.readTree(line);
      all.add(
          new Question(
              one.required("name").asText(),
              one.required("function").asText(),
              one.required("event").asText().getBytes(StandardCharsets.UTF_8)));
    }
    return all;
  }

  /** Asks, and waits for what is still to come; what was asked before is forgotten. */
  private long load(RuntimeServer server, List<Question> questions, double rate, double seconds)
      throws InterruptedException {
    server.here(
        () -> {
          kinds.clear();
          questions.forEach(
              q -> kinds.computeIfAbsent(q.name(), n -> new Kind(new ArrayList<>(), new int[1])));
          answered = 0;
          why = "";
          return null;
        });
    long count = Math.round(rate * seconds);
    long began = System.nanoTime();
    long told = began;
    for (long k = 0; k < count; k++) {
      long due = began + (long) (k * 1e9 / rate);
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      Question question = questions.get((int) (k % questions.size()));
      server.ask(
          question.function(), new RuntimeServer.Call(question.name(), question.event(), due));
      if (due - told >= TOLD_EVERY.toNanos()) {
        told = due;
        tell(server, k, rate, seconds);
      }
    }
    until(PATIENCE, () -> server.here(() -> answered) >= count, "");
    return count;
  }

  private void tell(RuntimeServer server, long asked, double rate, double seconds) {
    double p99 =
        server.here(
            () -> {
              double[] sorted = Arrays.copyOf(lately, Math.min(answered, LATELY));
              Arrays.sort(sorted);
              return sorted.length == 0 ? Double.NaN : sorted[sorted.length * 99 / 100];
            });
    System.err.printf(
        "%4.0f of %.0f s, %,d asked, lately p99 %.0f ms%n", asked / rate, seconds, asked, p99);
  }

  @Override
  public void answered(RuntimeServer.Call call, ByteBuf body, boolean failed) {
    double ms = (System.nanoTime() - call.due()) / 1e6;
    Kind kind = kinds.get(call.kind());
    kind.ms().add(ms);
    lately[answered++ % LATELY] = ms;
    if (failed || ByteBufUtil.indexOf(WELL, body) < 0) {
      kind.failed()[0]++;
      why =
          call.kind()
              + ": "
              + body.toString(
                  body.readerIndex(), Math.min(200, body.readableBytes()), StandardCharsets.UTF_8);
    }
  }

  private interface Condition {
    boolean met();
  }

  /** Waits; where it is in vain, says so, or goes on where there is nothing to say. */
  private static void until(Duration patience, Condition condition, String orElse)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.met()) {
      if (System.nanoTime() > end) {
        if (orElse.isEmpty()) {
          return;
        }
        throw new IllegalStateException(orElse);
      }
      Thread.sleep(20);
    }
  }
}
