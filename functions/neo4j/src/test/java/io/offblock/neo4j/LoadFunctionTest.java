package io.offblock.neo4j;

import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.offblock.Samples;
import io.offblock.StoredAnswer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The function as the queue calls it: a batch of messages, an object for each. */
@QuarkusTest
@TestProfile(LoadFunctionTest.Load.class)
@QuarkusTestResource(value = LambdaSettings.class, restrictToAnnotatedClass = true)
class LoadFunctionTest {
  private static StoredAnswer objects;

  public static final class Load implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "load-neo4j");
    }
  }

  @BeforeAll
  static void objects() throws IOException {
    objects = StoredAnswer.start();
  }

  @AfterAll
  static void noObjects() {
    objects.close();
  }

  @Test
  void aBatchIsLoadedAndOnlyWhatFailedComesBack() {
    RestAssured.given()
        .contentType("application/json")
        .body(StoredAnswer.batch())
        .post()
        .then()
        .statusCode(200)
        .body("batchItemFailures", hasSize(1))
        .body("batchItemFailures[0].itemIdentifier", is("away"));
    assertEquals(
        1, new Neo4jFlightStore(Neo4jServer.connection()).find(List.of(Samples.lh400())).size());
  }
}
