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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SystemStatusTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<String, JsonNode> answers = new HashMap<>();
  private final MemoryQueues queues = MemoryQueues.ofEveryStore();

  SystemStatusTest() {
    for (String store : SystemStatus.STORES) {
      answers.put(
          "ask-" + store + "/v1/stores/" + store,
          json("{\"store\":\"" + store + "\",\"flights\":8000}"));
    }
    answers.put(
        "ask-postgres/v1/stores/postgres",
        json("{\"flights\":8000,\"airborne\":812,\"freshness\":{\"p50_s\":95,\"p95_s\":240}}"));
    answers.put("ask-harvest/v1/harvest", json("{\"quota\":{\"used\":310,\"limit\":900}}"));
  }

  @Test
  void tellsAllWhenAllAnswer() {
    queues.put("offblock-load-neo4j", List.of("1", "2", "3", "4", "5", "6", "7"));
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
  void deadLettersAreToldByStoreAndAddUp() {
    queues.put("offblock-load-mongodb-dlq", List.of("a", "b"));
    queues.put("offblock-load-neo4j-dlq", List.of("c"));
    JsonNode status = tell();
    assertEquals(3, status.at("/queues/dlq").asInt());
    assertEquals(
        "{\"postgres\":0,\"mongodb\":2,\"opensearch\":0,\"neo4j\":1}",
        status.get("deadLetters").toString());
  }

  @Test
  void anUncountedDeadLetterQueueIsNotTakenForAnEmptyOne() {
    queues.remove("offblock-load-mongodb-dlq");
    JsonNode status = tell();
    assertTrue(status.at("/queues/dlq").isMissingNode());
    assertTrue(status.at("/deadLetters/mongodb").isMissingNode());
    assertEquals(0, status.at("/deadLetters/neo4j").asInt(-1));
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
            () -> new SystemStatus(queues, slow, Duration.ofSeconds(2)).tell("r-1"));
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
    new SystemStatus(queues, peers).tell("mine-7");
    assertEquals(Set.of("mine-7"), ids);
    assertEquals(5, asked.get());
  }

  private JsonNode tell() {
    return new SystemStatus(
            queues,
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
