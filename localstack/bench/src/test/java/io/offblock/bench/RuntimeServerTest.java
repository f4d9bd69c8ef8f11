package io.offblock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Runtime API's side of a bench, spoken to over HTTP as a function's client does. */
class RuntimeServerTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final RuntimeServer server =
      new RuntimeServer(
          List.of("ask-one", "ask-two"),
          (call, body, failed) ->
              answers.add(
                  call.kind()
                      + (failed ? " failed " : " said ")
                      + body.toString(StandardCharsets.UTF_8)));

  RuntimeServerTest() throws InterruptedException {}

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private CompletableFuture<HttpResponse<String>> next(String function) {
    return HTTP.sendAsync(
        to("/" + function + "/2018-06-01/runtime/invocation/next").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int answer(String function, HttpResponse<String> call, String how, String body)
      throws Exception {
    String id = call.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
    int status =
        HTTP.send(
                to("/" + function + "/2018-06-01/runtime/invocation/" + id + "/" + how)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .statusCode();
    // It acknowledges before it tells; this waits behind both on its thread.
    server.free(function);
    return status;
  }

  private void ask(String function, String kind) {
    server.ask(
        function,
        new RuntimeServer.Call(kind, kind.getBytes(StandardCharsets.UTF_8), System.nanoTime()));
  }

  private void untilFree(String function, int processes) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (server.free(function) < processes && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertEquals(processes, server.free(function));
  }

  @Test
  void aCallGoesToAFreeProcessOfItsFunctionAndItsAnswerBack() throws Exception {
    var one = next("ask-one");
    var two = next("ask-two");
    untilFree("ask-one", 1);
    untilFree("ask-two", 1);
    ask("ask-two", "board");
    assertEquals("board", two.get(10, TimeUnit.SECONDS).body());
    assertEquals(202, answer("ask-two", two.get(), "response", "{\"statusCode\":200}"));
    assertEquals(List.of("board said {\"statusCode\":200}"), List.copyOf(answers));
    assertEquals(1, server.free("ask-one"));
    ask("ask-one", "flight");
    assertEquals(202, answer("ask-one", one.get(10, TimeUnit.SECONDS), "error", "{}"));
    assertTrue(answers.contains("flight failed {}"), answers::toString);
  }

  @Test
  void callsThatFindNoFreeProcessWaitInTheirOrder() throws Exception {
    ask("ask-one", "first");
    ask("ask-one", "second");
    assertEquals("first", next("ask-one").get(10, TimeUnit.SECONDS).body());
    assertEquals("second", next("ask-one").get(10, TimeUnit.SECONDS).body());
  }

  @Test
  void anAnswerToNoCallIsTakenAndCountsForNothing() throws Exception {
    assertEquals(
        202,
        HTTP.send(
                to("/ask-one/2018-06-01/runtime/invocation/unknown/response")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .statusCode());
    assertTrue(answers.isEmpty());
    assertEquals(404, next("ask-three").get(10, TimeUnit.SECONDS).statusCode());
  }
}
