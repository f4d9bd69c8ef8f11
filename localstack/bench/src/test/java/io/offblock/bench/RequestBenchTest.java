package io.offblock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.bench.RequestBench.Kind;
import io.offblock.bench.RequestBench.Load;
import io.offblock.bench.RequestBench.Outcome;
import io.offblock.bench.RequestBench.Question;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Against a process that takes its calls over HTTP, one after the other, as a function's does. */
class RequestBenchTest {
  private static final int STALL_MILLIS = 600;
  private static final String WELL = "{\"statusCode\":200}";

  /** Answers each call with what is said of its number, until the server is gone. */
  private static void process(int port, IntFunction<String> answers) {
    Thread.ofVirtual()
        .start(
            () -> {
              URI runtime =
                  URI.create("http://127.0.0.1:" + port + "/ask/2018-06-01/runtime/invocation/");
              try (HttpClient http = HttpClient.newHttpClient()) {
                for (int number = 0; ; number++) {
                  HttpResponse<String> call =
                      http.send(
                          HttpRequest.newBuilder(runtime.resolve("next")).build(),
                          HttpResponse.BodyHandlers.ofString());
                  String id =
                      call.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
                  http.send(
                      HttpRequest.newBuilder(runtime.resolve(id + "/response"))
                          .POST(HttpRequest.BodyPublishers.ofString(answers.apply(number)))
                          .build(),
                      HttpResponse.BodyHandlers.discarding());
                }
              } catch (IOException | InterruptedException e) {
                // The server has ended.
              }
            });
  }

  private static Outcome measured(Load load, IntFunction<String> answers) throws Exception {
    Question question = new Question("board", "ask", "{}".getBytes(StandardCharsets.UTF_8));
    return RequestBench.measure(
        List.of(question), load, Map.of("ask", 1), port -> process(port, answers));
  }

  @Test
  void theWaitBehindAStalledAnswerCounts() throws Exception {
    int stalled = 40;
    long began = System.nanoTime();
    Outcome outcome =
        measured(
            new Load(100, 2, 0),
            number -> {
              if (number == stalled) {
                pause();
              }
              return WELL;
            });
    assertTrue(System.nanoTime() - began > 1_900_000_000L, "no sooner than they were due");
    assertEquals(200, outcome.asked());
    Kind board = outcome.questions().get("board");
    assertEquals(200, board.ms().size());
    assertEquals(0, board.failed()[0]);
    assertEquals("", outcome.why());
    for (int later = 0; later < 20; later++) {
      double least = STALL_MILLIS - 10 * later - 5;
      double took = board.ms().get(stalled + later);
      assertTrue(
          took >= least, "number %d after it took %.0f of %.0f ms".formatted(later, took, least));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STALL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsNoAnswerIsCountedAndQuoted() throws Exception {
    Outcome outcome =
        measured(new Load(50, 1, 0), number -> number % 10 == 3 ? "{\"statusCode\":503}" : WELL);
    assertEquals(5, outcome.questions().get("board").failed()[0]);
    assertEquals("board: {\"statusCode\":503}", outcome.why());
  }

  @Test
  void theWarmUpIsNotToldOf() throws Exception {
    Outcome outcome =
        measured(new Load(50, 0.4, 0.4), number -> number < 10 ? "{\"statusCode\":503}" : WELL);
    assertEquals(20, outcome.questions().get("board").ms().size());
    assertEquals(0, outcome.questions().get("board").failed()[0]);
  }
}
