package io.offblock.sandbox.api;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * A status, a JSON body and the headers that belong to it; the server adds those that every answer
 * has.
 */
public record Answer(int status, String body, Map<String, String> headers) {

  /** What a backend of the real API sends along with data and with its own errors. */
  private static final Map<String, String> BACKEND =
      Map.of(
          "Content-Type",
          "application/json; charset=UTF-8",
          "Server",
          "Apache",
          "X-Frame-Options",
          "SAMEORIGIN");

  private static final Map<String, String> GATEWAY =
      Map.of("Content-Type", "application/json;charset=UTF-8", "Server", "Mashery Proxy");

  public static Answer data(JsonObject body) {
    return new Answer(200, body.encode(), BACKEND);
  }

  /** Bytes captured from the real API, unchanged. */
  public static Answer captured(String body) {
    return new Answer(200, body, BACKEND);
  }

  public static Answer token(String token, int seconds) {
    var body =
        new JsonObject()
            .put("access_token", token)
            .put("token_type", "bearer")
            .put("expires_in", seconds);
    return new Answer(
        200,
        body.encode(),
        Map.of(
            "Content-Type", "application/json;charset=UTF-8",
            "Server", "Mashery Proxy",
            "Cache-Control", "no-store",
            "Pragma", "no-cache"));
  }

  /** An error of the API behind the gateway. */
  public static Answer problem(int status, Problem problem) {
    return new Answer(status, problem.json().encode(), BACKEND);
  }

  /** An error of the gateway, with the inner spaces of the real one. */
  public static Answer gateway(int status, String error) {
    return new Answer(status, "{ \"Error\": \"" + error + "\" }", GATEWAY);
  }

  /** A 403 of the gateway with the headers that say which limit it was. */
  public static Answer forbidden(String error, String code, String detail, long retryAfterSeconds) {
    return new Answer(
        403,
        "{ \"Error\": \"" + error + "\" }",
        retryAfterSeconds < 0
            ? Map.of(
                "Content-Type",
                "application/json;charset=UTF-8",
                "Server",
                "Mashery Proxy",
                "X-Mashery-Error-Code",
                code,
                "X-Error-Detail-Header",
                detail)
            : Map.of(
                "Content-Type",
                "application/json;charset=UTF-8",
                "Server",
                "Mashery Proxy",
                "X-Mashery-Error-Code",
                code,
                "X-Error-Detail-Header",
                detail,
                "Retry-After",
                Long.toString(retryAfterSeconds)));
  }

  /** Whether a backend answered, not the gateway: only then is there a session cookie. */
  public boolean fromBackend() {
    return "Apache".equals(headers.get("Server"));
  }
}
