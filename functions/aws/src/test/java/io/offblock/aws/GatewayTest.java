package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayTest {
  private static final Router ROUTER =
      Router.of()
          .get(
              "/v1/x/{x}",
              r ->
                  ApiAnswer.json(
                      Map.of("all", r.path().get("x") + r.query() + r.headers().get("accept"))))
          .get("/v1/bytes", r -> ApiAnswer.bytes(new byte[] {-1, 0, 1}, "image/png"))
          .get("/v1/text", r -> ApiAnswer.bytes("✈".getBytes(), "application/json"));

  private static APIGatewayProxyRequestEvent event(String resource) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("GET")
        .withResource(resource)
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext().withRequestId("gw-1"));
  }

  @Test
  void allPartsOfTheQuestionArrive() throws IOException {
    Map<String, String> query = new HashMap<>(Map.of("limit", "5"));
    query.put("empty", null);
    JsonNode answer =
        sent(
            event("/v1/x/{x}")
                .withPathParameters(Map.of("x", "Y"))
                .withQueryStringParameters(query)
                .withHeaders(Map.of("Accept", "a/b")));
    assertEquals(200, answer.get("statusCode").asInt());
    assertEquals("{\"all\":\"Y{limit=5}a/b\"}", answer.get("body").textValue());
    assertFalse(answer.get("isBase64Encoded").booleanValue());
    assertEquals("gw-1", answer.at("/headers/X-Request-Id").textValue());
    assertEquals(4, answer.size(), "what API Gateway knows, and no more: " + answer);
  }

  @Test
  void bytesThatAreNoTextGoAsBase64() throws IOException {
    JsonNode answer = sent(event("/v1/bytes"));
    assertTrue(answer.get("isBase64Encoded").booleanValue());
    assertArrayEquals(
        new byte[] {-1, 0, 1}, Base64.getDecoder().decode(answer.get("body").textValue()));
    assertEquals("✈", sent(event("/v1/text")).get("body").textValue());
  }

  @Test
  void anEventByHandNeedsNoMoreThanItsResource() {
    GatewayAnswer answer =
        Gateway.answer(new APIGatewayProxyRequestEvent().withResource("/v1/text"), ROUTER);
    assertEquals(200, answer.statusCode());
    assertFalse(answer.headers().get("X-Request-Id").isBlank());
    GatewayAnswer none = Gateway.answer(new APIGatewayProxyRequestEvent(), ROUTER);
    assertEquals(404, none.statusCode());
    assertEquals("application/problem+json", none.headers().get("Content-Type"));
  }

  @Test
  void aBodyThatIsSaidToBeBase64AndIsNotIsAProblem() {
    GatewayAnswer answer =
        Gateway.answer(event("/v1/text").withIsBase64Encoded(true).withBody("****"), ROUTER);
    assertEquals(400, answer.statusCode());
    assertEquals("application/problem+json", answer.headers().get("Content-Type"));
    assertEquals("gw-1", answer.headers().get("X-Request-Id"));
  }

  @Test
  void eachAnswerLeavesOneLineWithTheIdThatTheCallerGot() throws IOException {
    JsonNode line = logged(event("/v1/x/{x}").withPathParameters(Map.of("x", "a\nb")));
    assertEquals("gw-1", line.get("requestId").asText());
    assertEquals("GET /v1/x/{x}", line.get("operation").asText());
    assertEquals(200, line.get("status").asInt());
    assertEquals("INFO", line.get("level").asText());
    assertTrue(line.get("milliseconds").isNumber());
    assertEquals(404, logged(event("/v1/nowhere")).get("status").asInt());
    Map<String, String> chosen = Map.of("X-Request-Id", "mine-7");
    assertEquals("mine-7", logged(event("/v1/text").withHeaders(chosen)).get("requestId").asText());
  }

  @Test
  void neitherQueryNorBodyNorHeadersAreLogged() throws IOException {
    String canary = "canary-5d1f";
    String line =
        logged(
                event("/v1/text")
                    .withQueryStringParameters(Map.of("q", canary))
                    .withHeaders(Map.of("x-api-key", canary))
                    .withBody(canary))
            .toString();
    assertFalse(line.contains(canary), line);
  }

  /** What the runtime hands to API Gateway. */
  private static JsonNode sent(APIGatewayProxyRequestEvent event) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    return mapper.readTree(mapper.writeValueAsBytes(Gateway.answer(event, ROUTER)));
  }

  private static JsonNode logged(APIGatewayProxyRequestEvent event) throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Gateway.answer(event, ROUTER, new PrintStream(log, true, StandardCharsets.UTF_8));
    String text = log.toString(StandardCharsets.UTF_8);
    assertEquals(1, text.lines().count(), text);
    return new ObjectMapper().readTree(text);
  }
}
