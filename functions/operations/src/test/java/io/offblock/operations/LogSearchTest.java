package io.offblock.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import io.offblock.operations.FunctionLogs.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogSearchTest {
  private static final List<String> FUNCTIONS = List.of("load-neo4j", "ask-postgres");
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final InstantSource clock = InstantSource.fixed(now);
  private final MemoryLogs logs = new MemoryLogs();

  LogSearchTest() {
    logs.write(
        "ask-postgres",
        line(now.minusSeconds(3000), "WARNING", "old", "r-1"),
        line(now.minusSeconds(20), "INFO", "answered", "r-1"),
        line(now.minusSeconds(10), "ERROR", "failed", "r-10"));
    logs.write(
        "load-neo4j",
        line(now.minusSeconds(15), "WARN", "slow", "r-2"),
        line(now.minusSeconds(7200), "ERROR", "two hours ago", "r-3"));
  }

  @Test
  void warningsAndErrorsOfTheLastHourAreToldTheNewestFirst() {
    assertEquals(List.of("failed", "slow", "old"), messages(found(Map.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "level    | all          | failed,slow,answered,old",
        "level    | error        | failed",
        "function | load-neo4j   | slow",
        "request  | r-10         | failed",
        "request  | r-1          | old"
      })
  void oneParameterNarrows(String name, String value, String messages) {
    assertEquals(List.of(messages.split(",")), messages(found(Map.of(name, value))));
  }

  @Test
  void aRequestAndEveryLevelTellTheWholeOfIt() {
    assertEquals(
        List.of("answered", "old"), messages(found(Map.of("request", "r-1", "level", "all"))));
  }

  @Test
  void sinceReachesFurtherBack() {
    String since = now.minusSeconds(10_000).toString();
    assertEquals(
        List.of("failed", "slow", "old", "two hours ago"), messages(found(Map.of("since", since))));
  }

  @Test
  void moreIsSaidOnlyWhereThereIsMore() {
    JsonNode two = found(Map.of("limit", "2"));
    assertEquals(List.of("failed", "slow"), messages(two));
    assertTrue(two.get("more").asBoolean());
    assertFalse(found(Map.of("limit", "3")).has("more"));
    JsonNode all = found(Map.of("limit", "3", "level", "all"));
    assertTrue(all.get("more").asBoolean());
  }

  @Test
  void ofOneMillisecondWhatWasWrittenLaterComesFirst() {
    for (int i = 0; i < 60; i++) {
      logs.write("load-neo4j", line(now.minusSeconds(1), "ERROR", "e" + i, "r-9"));
    }
    assertEquals(List.of("e59", "e58", "e57"), messages(found(Map.of("limit", "3"))));
  }

  @Test
  void aLogThatDoesNotAnswerInTimeIsNamedAndTheOthersAreTold() {
    FunctionLogs slow =
        (function, from, until, words, reader) -> {
          if (function.equals("load-neo4j")) {
            LockSupport.parkNanos(Duration.ofSeconds(30).toNanos());
          }
          logs.read(function, from, until, words, reader);
        };
    JsonNode found =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> found(new LogSearch(slow, FUNCTIONS, clock, Duration.ofSeconds(2)), Map.of()));
    assertEquals(List.of("failed", "old"), messages(found));
    assertEquals("[\"load-neo4j\"]", found.get("unread").toString());
  }

  @Test
  void aLogThatIsNotThereIsNamedToo() {
    JsonNode found = found(new LogSearch(logs, List.of("ask-postgres", "gone"), clock), Map.of());
    assertEquals("[\"gone\"]", found.get("unread").toString());
    assertFalse(found(Map.of()).has("unread"));
  }

  @Test
  void noLogAtAllIsNoEmptyAnswer() {
    LogSearch nothing = new LogSearch(new MemoryLogs(), FUNCTIONS, clock);
    assertEquals(503, assertThrows(Problem.class, () -> found(nothing, Map.of())).status());
  }

  @Test
  void everyFunctionThatHasALogIsNamed() {
    assertEquals("[\"ask-postgres\",\"load-neo4j\"]", found(Map.of()).get("functions").toString());
  }

  @Test
  void whereTheLastMinutesFillTheAnswerNothingOlderIsRead() {
    List<Instant> begins = new CopyOnWriteArrayList<>();
    FunctionLogs watched =
        (function, from, until, words, reader) -> {
          begins.add(from);
          logs.read(function, from, until, words, reader);
        };
    Map<String, String> all = Map.of("level", "all", "function", "ask-postgres", "limit", "1");
    found(new LogSearch(watched, FUNCTIONS, clock), all);
    assertEquals(1, begins.size());
    assertTrue(begins.getFirst().isAfter(now.minusSeconds(301)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-90_000, 3600})
  void anotherDayIsNotTold(long seconds) {
    Problem problem =
        assertThrows(
            Problem.class, () -> found(Map.of("since", now.plusSeconds(seconds).toString())));
    assertEquals(400, problem.status());
  }

  @Test
  void anUnknownFunctionIsNotFoundAndTheFixNamesThoseThereAre() {
    Problem problem = assertThrows(Problem.class, () -> found(Map.of("function", "ask-oracle")));
    assertEquals(404, problem.status());
    assertTrue(problem.fix().contains("ask-postgres, load-neo4j"));
  }

  @Test
  void theAnswerIsKeptByNobodyAndIsTheSameWhileNothingIsLogged() {
    AtomicReference<Instant> at = new AtomicReference<>(now);
    Router router =
        Router.of().get("/v1/operations/logs", new LogSearch(logs, FUNCTIONS, at::get)::answer);
    ApiAnswer first = router.answer(request(Map.of()));
    assertEquals("no-store", first.headers().get("Cache-Control"));
    at.set(now.plusMillis(5));
    assertEquals(
        first.headers().get("ETag"), router.answer(request(Map.of())).headers().get("ETag"));
    logs.write("load-neo4j", line(now.plusMillis(6), "ERROR", "news", "r-4"));
    at.set(now.plusMillis(10));
    assertFalse(
        router.answer(request(Map.of())).headers().get("ETag").equals(first.headers().get("ETag")));
    ApiAnswer refused = router.answer(request(Map.of("level", "loud")));
    assertEquals(400, refused.status());
    assertTrue(new String(refused.body(), StandardCharsets.UTF_8).contains("error, warning, all"));
  }

  private JsonNode found(Map<String, String> query) {
    return found(new LogSearch(logs, FUNCTIONS, clock), query);
  }

  private JsonNode found(LogSearch search, Map<String, String> query) {
    return search.find(LogQuestion.of(request(query), now));
  }

  private static ApiRequest request(Map<String, String> query) {
    return new ApiRequest("GET", "/v1/operations/logs", Map.of(), query, Map.of(), "r-0");
  }

  private static List<String> messages(JsonNode found) {
    List<String> messages = new ArrayList<>();
    StreamSupport.stream(found.get("lines").spliterator(), false)
        .forEach(line -> messages.add(line.get("message").asText()));
    return messages;
  }

  private static Entry line(Instant at, String level, String message, String requestId) {
    return new Entry(
        at,
        "{\"level\":\"%s\",\"message\":\"%s\",\"requestId\":\"%s\"}"
            .formatted(level, message, requestId));
  }
}
