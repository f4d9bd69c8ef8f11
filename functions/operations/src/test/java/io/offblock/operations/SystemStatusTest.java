package io.offblock.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SystemStatusTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<String, JsonNode> answers = new HashMap<>();
  private final Map<String, Long> depths = new HashMap<>();

  SystemStatusTest() {
    for (String store : SystemStatus.STORES) {
      answers.put(
          "ask-" + store + "/v1/stores/" + store,
          json("{\"store\":\"" + store + "\",\"flights\":8000}"));
      depths.put("offblock-load-" + store, 0L);
      depths.put("offblock-load-" + store + "-dlq", 0L);
    }
    answers.put(
        "ask-postgres/v1/stores/postgres",
        json("{\"flights\":8000,\"airborne\":812,\"freshness\":{\"p50_s\":95,\"p95_s\":240}}"));
    answers.put("ask-harvest/v1/harvest", json("{\"quota\":{\"used\":310,\"limit\":900}}"));
  }

  @Test
  void tellsAllWhenAllAnswer() {
    depths.put("offblock-load-neo4j", 7L);
    JsonNode status = tell();
    assertTrue(status.get("ready").asBoolean());
    assertEquals(812, status.at("/flights/airborne").asInt());
    assertEquals(8000, status.at("/flights/known").asInt());
    assertEquals(240, status.at("/freshness/p95_s").asInt());
    assertEquals(310, status.at("/quota/used").asInt());
    assertEquals(900, status.at("/quota/limit").asInt());
    assertEquals(7, status.at("/queues/neo4j").asInt());
    assertEquals(0, status.at("/queues/dlq").asInt());
    assertEquals(8000, status.at("/stores/opensearch/flights").asInt());
  }

  @Test
  void aStoreThatDoesNotAnswerIsNamedAndNothingIsMadeUpForIt() {
    answers.remove("ask-postgres/v1/stores/postgres");
    JsonNode status = tell();
    assertFalse(status.get("ready").asBoolean());
    assertTrue(status.at("/stores/postgres/error").isTextual());
    assertTrue(status.at("/flights/airborne").isMissingNode());
    assertTrue(status.at("/freshness").isMissingNode());
  }

  @Test
  void deadLettersAddUp() {
    depths.put("offblock-load-mongodb-dlq", 2L);
    depths.put("offblock-load-neo4j-dlq", 1L);
    assertEquals(3, tell().at("/queues/dlq").asInt());
  }

  @Test
  void anUncountedDeadLetterQueueIsNotTakenForAnEmptyOne() {
    depths.remove("offblock-load-mongodb-dlq");
    JsonNode status = tell();
    assertTrue(status.at("/queues/dlq").isMissingNode());
    assertFalse(status.get("ready").asBoolean());
  }

  @Test
  void aPartThatTakesTooLongDoesNotHoldTheRestBack() {
    Peers slow =
        (function, resource, id) -> {
          if (function.equals("ask-neo4j")) {
            LockSupport.parkNanos(Duration.ofSeconds(30).toNanos());
          }
          return Optional.ofNullable(answers.get(function + resource));
        };
    JsonNode status =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                new SystemStatus(queue -> OptionalLong.of(0), slow, Duration.ofSeconds(2))
                    .tell("r-1"));
    assertFalse(status.get("ready").asBoolean());
    assertTrue(status.at("/stores/neo4j/error").isTextual());
    assertEquals(812, status.at("/flights/airborne").asInt());
  }

  @Test
  void thePartsAreAskedUnderTheIdOfTheQuestion() {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    AtomicInteger asked = new AtomicInteger();
    Peers peers =
        (function, resource, id) -> {
          ids.add(id);
          asked.incrementAndGet();
          return Optional.empty();
        };
    new SystemStatus(queue -> OptionalLong.of(0), peers).tell("mine-7");
    assertEquals(Set.of("mine-7"), ids);
    assertEquals(5, asked.get());
  }

  private JsonNode tell() {
    return new SystemStatus(
            queue ->
                depths.containsKey(queue)
                    ? OptionalLong.of(depths.get(queue))
                    : OptionalLong.empty(),
            (function, resource, id) -> Optional.ofNullable(answers.get(function + resource)))
        .tell("r-1");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
