package io.offblock.aws;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.ApiRequest;
import io.offblock.answer.Problem;
import io.offblock.answer.Router;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  public static GatewayAnswer answer(APIGatewayProxyRequestEvent event, Router router) {
    return answer(event, router, System.out);
  }

  /** With an output of one's own for the line that each answer leaves in the function's log. */
  public static GatewayAnswer answer(
      APIGatewayProxyRequestEvent event, Router router, PrintStream log) {
    Optional<String> body = body(event);
    ApiRequest request = request(event, body.orElse(""));
    LogLine.begin(request.requestId());
    long began = System.nanoTime();
    ApiAnswer answer = body.isPresent() ? router.answer(request) : garbled(request);
    log.println(line(request, answer.status(), Duration.ofNanos(System.nanoTime() - began)));
    return GatewayAnswer.of(answer);
  }

  /**
   * What was asked and how it went, by the id that the caller got: neither query nor body, in which
   * a caller may put what is nobody's business.
   */
  private static String line(ApiRequest request, int status, Duration taken) {
    return LogLine.of(status < 500 ? "INFO" : "ERROR", "answered")
        .put("operation", request.method() + " " + request.resource())
        .put("path", request.instance())
        .put("status", status)
        .put("milliseconds", taken.toNanos() / 100_000 / 10.0)
        .toString();
  }

  private static ApiRequest request(APIGatewayProxyRequestEvent event, String body) {
    Map<String, String> headers = new HashMap<>();
    present(event.getHeaders()).forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), v));
    return new ApiRequest(
        event.getHttpMethod() == null ? "GET" : event.getHttpMethod(),
        event.getResource() == null ? "" : event.getResource(),
        present(event.getPathParameters()),
        present(event.getQueryStringParameters()),
        headers,
        requestId(event, headers),
        body);
  }

  /**
   * The text of the body, empty where there is none; absent where it is not what it is said to be.
   */
  private static Optional<String> body(APIGatewayProxyRequestEvent event) {
    if (event.getBody() == null || !Boolean.TRUE.equals(event.getIsBase64Encoded())) {
      return Optional.of(Optional.ofNullable(event.getBody()).orElse(""));
    }
    try {
      return Optional.of(
          new String(Base64.getDecoder().decode(event.getBody()), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ApiAnswer garbled(ApiRequest request) {
    return ApiAnswer.problem(
            Problem.badRequest(
                "the body is said to be base64 and is not", "Send the body as it is."),
            request.instance())
        .withHeader("X-Request-Id", request.requestId());
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
