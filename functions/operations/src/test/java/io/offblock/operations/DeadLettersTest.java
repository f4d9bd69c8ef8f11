package io.offblock.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final MemoryQueues queues = MemoryQueues.ofEveryStore();

  DeadLettersTest() {
    queues.put("offblock-load-mongodb-dlq", List.of("a", "b"));
    queues.put("offblock-load-neo4j-dlq", List.of("c"));
  }

  @Test
  void thoseOfEveryStoreAreSentBackAndCounted() {
    assertEquals(
        json(
            """
            {"stores":[{"store":"postgres","deadLetters":0,"moving":false},
                       {"store":"mongodb","deadLetters":2,"moving":true},
                       {"store":"opensearch","deadLetters":0,"moving":false},
                       {"store":"neo4j","deadLetters":1,"moving":true}]}
            """),
        told(asked(Map.of()), 202));
    assertEquals(List.of("a", "b"), queues.take("offblock-load-mongodb"));
    assertEquals(List.of("c"), queues.take("offblock-load-neo4j"));
  }

  @Test
  void thoseOfOneStoreLeaveTheOthersWhereTheyAre() {
    assertEquals(
        json("{\"stores\":[{\"store\":\"neo4j\",\"deadLetters\":1,\"moving\":true}]}"),
        told(asked(Map.of("store", "neo4j")), 202));
    assertEquals(OptionalLong.of(2), queues.depth("offblock-load-mongodb-dlq"));
    assertEquals(OptionalLong.of(0), queues.depth("offblock-load-neo4j-dlq"));
  }

  @ParameterizedTest
  @CsvSource({"oracle", "postgres-dlq", "Neo4j", "''"})
  void aStoreThatThereIsNotIsAProblemThatNamesThoseThatThereAre(String store) {
    JsonNode problem = told(asked(Map.of("store", store)), 400);
    assertTrue(
        problem.get("fix").asText().contains("postgres, mongodb, opensearch, neo4j"),
        problem::toString);
    assertEquals(OptionalLong.of(1), queues.depth("offblock-load-neo4j-dlq"));
  }

  @Test
  void anUncountedStoreIsNamedAndTheOthersAreSentBack() {
    queues.remove("offblock-load-mongodb-dlq");
    JsonNode mongodb = told(asked(Map.of()), 202).get("stores").get(1);
    assertEquals("mongodb", mongodb.get("store").asText());
    assertTrue(mongodb.get("error").isTextual() && !mongodb.get("moving").asBoolean());
    assertTrue(mongodb.path("deadLetters").isMissingNode(), "a missing count is absent, not zero");
    assertEquals(OptionalLong.of(0), queues.depth("offblock-load-neo4j-dlq"));
  }

  @Test
  void aStoreWithoutItsQueueKeepsItsDeadLetters() {
    queues.remove("offblock-load-neo4j");
    JsonNode neo4j = told(asked(Map.of()), 202).get("stores").get(3);
    assertEquals(1, neo4j.get("deadLetters").asInt());
    assertTrue(neo4j.get("error").isTextual() && !neo4j.get("moving").asBoolean());
    assertEquals(OptionalLong.of(1), queues.depth("offblock-load-neo4j-dlq"));
  }

  @Test
  void whereNothingCouldBeBegunItIsToBeAskedAgain() {
    queues.remove("offblock-load-neo4j");
    ApiAnswer answer = asked(Map.of("store", "neo4j"));
    assertTrue(told(answer, 503).get("fix").isTextual());
    assertTrue(answer.headers().containsKey("Retry-After"));
  }

  private ApiAnswer asked(Map<String, String> query) {
    String resource = "/v1/operations/redrive";
    return Router.of()
        .with("POST", resource, new DeadLetters(queues)::sendBack)
        .answer(new ApiRequest("POST", resource, Map.of(), query, Map.of(), "r-1"));
  }

  private static JsonNode told(ApiAnswer answer, int status) {
    try {
      JsonNode told = JSON.readTree(answer.body());
      assertEquals(status, answer.status(), told::toString);
      assertEquals("no-store", answer.headers().get("Cache-Control"));
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
