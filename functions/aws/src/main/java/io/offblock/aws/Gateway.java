package io.offblock.aws;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Router;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** API Gateway's events (REST, proxy integration) as questions, and answers as its events. */
public final class Gateway {
  private Gateway() {}

  private static final Pattern GOOD_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * The router's answer. The request id is the caller's where it is a harmless word, else the
   * gateway's; an event without one, sent by hand, gets one.
   */
  public static APIGatewayProxyResponseEvent answer(
      APIGatewayProxyRequestEvent event, Router router) {
    return response(router.answer(request(event)));
  }

  private static ApiRequest request(APIGatewayProxyRequestEvent event) {
    Map<String, String> headers = new HashMap<>();
    present(event.getHeaders()).forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), v));
    return new ApiRequest(
        event.getHttpMethod() == null ? "GET" : event.getHttpMethod(),
        event.getResource() == null ? "" : event.getResource(),
        present(event.getPathParameters()),
        present(event.getQueryStringParameters()),
        headers,
        requestId(event, headers),
        body(event));
  }

  private static String body(APIGatewayProxyRequestEvent event) {
    if (event.getBody() == null) {
      return "";
    }
    return Boolean.TRUE.equals(event.getIsBase64Encoded())
        ? new String(Base64.getDecoder().decode(event.getBody()), StandardCharsets.UTF_8)
        : event.getBody();
  }

  private static String requestId(APIGatewayProxyRequestEvent event, Map<String, String> headers) {
    String chosen = headers.get("x-request-id");
    if (chosen != null && GOOD_ID.matcher(chosen).matches()) {
      return chosen;
    }
    return event.getRequestContext() == null || event.getRequestContext().getRequestId() == null
        ? UUID.randomUUID().toString()
        : event.getRequestContext().getRequestId();
  }

  private static APIGatewayProxyResponseEvent response(ApiAnswer answer) {
    boolean text = isText(answer.headers().getOrDefault("Content-Type", ""));
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(answer.status())
        .withHeaders(new HashMap<>(answer.headers()))
        .withIsBase64Encoded(!text)
        .withBody(
            text
                ? new String(answer.body(), StandardCharsets.UTF_8)
                : Base64.getEncoder().encodeToString(answer.body()));
  }

  private static boolean isText(String type) {
    return type.startsWith("text/") || type.contains("json") || type.contains("xml");
  }

  /** Without the null values that a template can leave in an event. */
  private static Map<String, String> present(Map<String, String> map) {
    Map<String, String> present = new HashMap<>();
    if (map != null) {
      map.forEach(
          (k, v) -> {
            if (k != null && v != null) {
              present.put(k, v);
            }
          });
    }
    return present;
  }
}
