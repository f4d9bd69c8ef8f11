package io.offblock.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.Router;
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
  void allPartsOfTheQuestionArrive() {
    Map<String, String> query = new HashMap<>(Map.of("limit", "5"));
    query.put("empty", null);
    APIGatewayProxyResponseEvent answer =
        Gateway.answer(
            event("/v1/x/{x}")
                .withPathParameters(Map.of("x", "Y"))
                .withQueryStringParameters(query)
                .withHeaders(Map.of("Accept", "a/b")),
            ROUTER);
    assertEquals(200, answer.getStatusCode());
    assertEquals("{\"all\":\"Y{limit=5}a/b\"}", answer.getBody());
    assertFalse(answer.getIsBase64Encoded());
    assertEquals("gw-1", answer.getHeaders().get("X-Request-Id"));
  }

  @Test
  void bytesThatAreNoTextGoAsBase64() {
    APIGatewayProxyResponseEvent answer = Gateway.answer(event("/v1/bytes"), ROUTER);
    assertTrue(answer.getIsBase64Encoded());
    assertArrayEquals(new byte[] {-1, 0, 1}, Base64.getDecoder().decode(answer.getBody()));
    assertEquals("✈", Gateway.answer(event("/v1/text"), ROUTER).getBody());
  }

  @Test
  void anEventByHandNeedsNoMoreThanItsResource() {
    APIGatewayProxyResponseEvent answer =
        Gateway.answer(new APIGatewayProxyRequestEvent().withResource("/v1/text"), ROUTER);
    assertEquals(200, answer.getStatusCode());
    assertFalse(answer.getHeaders().get("X-Request-Id").isBlank());
    APIGatewayProxyResponseEvent none = Gateway.answer(new APIGatewayProxyRequestEvent(), ROUTER);
    assertEquals(404, none.getStatusCode());
    assertEquals("application/problem+json", none.getHeaders().get("Content-Type"));
  }
}
