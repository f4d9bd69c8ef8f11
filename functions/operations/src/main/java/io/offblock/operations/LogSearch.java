package io.offblock.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Json;
import io.offblock.answer.Problem;
import io.offblock.operations.LogQuestion.Span;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Lines of several functions' logs in one list, the newest first. A log that does not answer in
 * time is named, and the others are told.
 */
public final class LogSearch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  /** CloudWatch takes few searches a second of an account, and refuses more. */
  private static final int AT_ONCE = 6;

  private final FunctionLogs logs;
  private final List<String> functions;
  private final InstantSource clock;
  private final Duration patience;

  /**
   * Over the logs of these functions.
   *
   * @param functions names without prefix
   * @param clock tells when it is asked
   */
  public LogSearch(FunctionLogs logs, Collection<String> functions, InstantSource clock) {
    this(logs, functions, clock, PATIENCE);
  }

  LogSearch(
      FunctionLogs logs, Collection<String> functions, InstantSource clock, Duration patience) {
    this.logs = logs;
    this.functions = functions.stream().sorted().toList();
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * The answer to a question of the API.
   *
   * @throws Problem 400 for a bad question, 404 for a function that there is not, 503 where no log
   *     could be read
   */
  public ApiAnswer answer(ApiRequest request) {
    LogQuestion question = LogQuestion.of(request, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    ObjectNode answer = JSON.createObjectNode();
    answer.put("at", question.at().toString()).put("since", question.since().toString());
    ObjectNode told = find(question);
    answer.setAll(told);
    // Only who has the key may have it, so no cache may.
    return ApiAnswer.json(answer).sameAs(Json.bytes(told)).withHeader("Cache-Control", "no-store");
  }

  /** What is found, without when it was asked. */
  ObjectNode find(LogQuestion question) {
    List<String> asked = question.function().map(this::known).orElse(functions);
    long deadline = System.nanoTime() + patience.toNanos();
    ExecutorService calls = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    try {
      Map<String, Future<List<LoggedLine>>> reading = new LinkedHashMap<>();
      for (String function : asked) {
        reading.put(function, calls.submit(() -> newest(function, question)));
      }
      List<LoggedLine> found = new ArrayList<>();
      List<String> unread = new ArrayList<>();
      for (var one : reading.entrySet()) {
        if (!got(one.getValue(), deadline, found)) {
          unread.add(one.getKey());
        }
      }
      if (unread.size() == asked.size()) {
        throw Problem.unavailable(
            "no log could be read in time", "Ask again in a few seconds, or for one function.");
      }
      return told(question, found, unread);
    } finally {
      calls.shutdownNow();
    }
  }

  private List<String> known(String function) {
    if (!functions.contains(function)) {
      throw Problem.notFound(
          "there is no function " + function,
          "One of: %s.".formatted(String.join(", ", functions)));
    }
    return List.of(function);
  }

  /** The newest lines of one function, one more than are asked for: whether there are more. */
  private List<LoggedLine> newest(String function, LogQuestion question) {
    record Placed(LoggedLine line, int place) {}
    PriorityQueue<Placed> kept =
        new PriorityQueue<>(
            Comparator.comparing((Placed p) -> p.line().at()).thenComparing(Placed::place));
    for (Span span : question.spans()) {
      if (kept.size() > question.limit()) {
        break;
      }
      int[] place = {0};
      logs.read(
          function,
          span.from(),
          span.until(),
          question.words(),
          entry ->
              LoggedLine.of(function, entry)
                  .filter(line -> question.wants(line, entry.message()))
                  .ifPresent(
                      line -> {
                        kept.add(new Placed(line, place[0]++));
                        if (kept.size() > question.limit() + 1) {
                          kept.remove();
                        }
                      }));
    }
    return Stream.generate(kept::poll).limit(kept.size()).map(Placed::line).toList().reversed();
  }

  private ObjectNode told(LogQuestion question, List<LoggedLine> found, List<String> unread) {
    // A stable order: of one millisecond, what a function wrote later comes first.
    found.sort(Comparator.comparing(LoggedLine::at).reversed());
    ObjectNode answer = JSON.createObjectNode();
    functions.forEach(answer.putArray("functions")::add);
    ArrayNode lines = answer.putArray("lines");
    found.stream().limit(question.limit()).map(LoggedLine::json).forEach(lines::add);
    if (found.size() > question.limit()) {
      answer.put("more", true);
    }
    if (!unread.isEmpty()) {
      unread.forEach(answer.putArray("unread")::add);
    }
    return answer;
  }

  /** Whether a log was read in time; then its lines are among those found. */
  private static boolean got(
      Future<List<LoggedLine>> reading, long deadline, List<LoggedLine> found) {
    try {
      found.addAll(reading.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogUnreadable) {
        return false;
      }
      throw new IllegalStateException("a log was read in an unforeseen way", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading logs", e);
    }
  }
}
