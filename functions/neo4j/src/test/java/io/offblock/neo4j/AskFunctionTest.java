package io.offblock.neo4j;

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
      return Map.of("quarkus.funqy.export", "ask-neo4j");
    }
  }

  @Test
  void aProxyEventIsAnswered() {
    RestAssured.given()
        .contentType("application/json")
        .body(
            """
            {"resource":"/v1/airports/{airport}/routes","path":"/v1/airports/FRA/routes","httpMethod":"GET","headers":null,
             "queryStringParameters":null,"pathParameters":{"airport":"FRA"},"requestContext":{"requestId":"r-1"}}
            """)
        .post()
        .then()
        .statusCode(200)
        .body("statusCode", is(200))
        .body("headers.X-Request-Id", is("r-1"))
        .body("body", containsString("\"routes\":[]"));
  }

  @Test
  void aWrongQuestionIsAProblem() {
    RestAssured.given()
        .contentType("application/json")
        .body(
            """
            {"resource":"/v1/airports/{airport}/routes","httpMethod":"GET","pathParameters":{"airport":"QQQ1234"}}
            """)
        .post()
        .then()
        .statusCode(200)
        .body("statusCode", is(400))
        .body("headers.Content-Type", is("application/problem+json"));
  }
}
