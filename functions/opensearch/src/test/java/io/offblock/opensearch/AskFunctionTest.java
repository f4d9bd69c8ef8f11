package io.offblock.opensearch;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function as the gateway calls it. */
@QuarkusTest
@TestProfile(AskFunctionTest.Ask.class)
@QuarkusTestResource(value = LambdaSettings.class, restrictToAnnotatedClass = true)
class AskFunctionTest {
  public static final class Ask implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "ask-opensearch");
    }
  }

  @Test
  void aProxyEventIsAnswered() {
    RestAssured.given()
        .contentType("application/json")
        .body(
            """
            {"resource":"/v1/search","path":"/v1/search","httpMethod":"GET","headers":null,
             "queryStringParameters":{"q":"LH400"},"pathParameters":null,"requestContext":{"requestId":"r-1"}}
            """)
        .post()
        .then()
        .statusCode(200)
        .body("statusCode", is(200))
        .body("headers.X-Request-Id", is("r-1"))
        .body("body", containsString("\"hits\":[]"));
  }

  @Test
  void aWrongQuestionIsAProblem() {
    RestAssured.given()
        .contentType("application/json")
        .body(
            """
            {"resource":"/v1/search","httpMethod":"GET","queryStringParameters":{"q":"fra","limit":"many"}}
            """)
        .post()
        .then()
        .statusCode(200)
        .body("statusCode", is(400))
        .body("headers.Content-Type", is("application/problem+json"));
  }
}
