package io.offblock.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An answer of the API, before the gateway wraps it.
 *
 * @param status HTTP
 * @param headers {@code Content-Type} among them
 * @param body as it goes out
 */
public record ApiAnswer(int status, Map<String, String> headers, byte[] body) {
  public ApiAnswer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    Objects.requireNonNull(body);
  }

  /** 200 with JSON (see {@link Json}). */
  public static ApiAnswer json(Object value) {
    return bytes(Json.bytes(value), "application/json");
  }

  /** 200 with these bytes, unchanged. */
  public static ApiAnswer bytes(byte[] body, String contentType) {
    return new ApiAnswer(200, Map.of("Content-Type", contentType), body);
  }

  /**
   * The problem as {@code application/problem+json}. {@code instance} is the path that was asked.
   */
  public static ApiAnswer problem(Problem problem, String instance) {
    return new ApiAnswer(
        problem.status(),
        Map.of("Content-Type", "application/problem+json"),
        Json.bytes(
            Fields.none()
                .with("type", problem.type())
                .with("title", problem.title())
                .with("status", problem.status())
                .with("detail", problem.detail())
                .with("instance", instance)
                .with("fix", problem.fix())
                .map()));
  }

  /** The same with one header more, or another value of it. */
  public ApiAnswer withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiAnswer(status, more, body);
  }
}
