package io.offblock.answer;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An answer of the API, before it is delivered ({@link Delivery}) and the gateway wraps it.
 *
 * @param status HTTP
 * @param headers {@code Content-Type} among them
 * @param body as it goes out
 * @param others the same in other forms, made only where one of them is asked for
 * @param sameAs what the entity tag is made from: the body, less what changes though nothing did,
 *     such as the moment of asking
 * @param quoted the body as it stands in the gateway's JSON, where it is at hand
 */
public record ApiAnswer(
    int status,
    Map<String, String> headers,
    byte[] body,
    Map<Format, Supplier<byte[]>> others,
    byte[] sameAs,
    Optional<JsonText> quoted) {
  public ApiAnswer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    Objects.requireNonNull(body);
    Objects.requireNonNull(sameAs);
    Objects.requireNonNull(quoted);
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
  }

  /** In one form only. */
  public ApiAnswer(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, Map.of(), body, Optional.empty());
  }

  /** 200 with JSON (see {@link Json}). */
  public static ApiAnswer json(Object value) {
    return text(Json.text(value), Format.JSON.contentType());
  }

  /** 200 with these bytes, unchanged. */
  public static ApiAnswer bytes(byte[] body, String contentType) {
    return new ApiAnswer(200, Map.of("Content-Type", contentType), body);
  }

  /** 200 with this text. */
  public static ApiAnswer text(JsonText text, String contentType) {
    return new ApiAnswer(
        200,
        Map.of("Content-Type", contentType),
        text.plain(),
        Map.of(),
        text.plain(),
        Optional.of(text));
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
    return new ApiAnswer(status, more, body, others, sameAs, quoted);
  }

  /** The same that may also be had in another form. */
  public ApiAnswer alsoAs(Format format, Supplier<byte[]> bytes) {
    Map<Format, Supplier<byte[]>> more = new EnumMap<>(Format.class);
    more.putAll(others);
    more.put(format, Objects.requireNonNull(bytes));
    return new ApiAnswer(status, headers, body, more, sameAs, quoted);
  }

  /** The same that may also be had as a table of these rows ({@link Csv}). */
  public ApiAnswer alsoAsTable(List<? extends Map<String, ?>> rows) {
    return alsoAs(Format.CSV, () -> Csv.of(rows));
  }

  /**
   * The same, which a cache may give out again for so long: how long the fact usually holds. After
   * that the entity tag tells whether it changed.
   */
  public ApiAnswer freshFor(Duration time) {
    return withHeader("Cache-Control", "public, max-age=" + time.toSeconds());
  }

  /** The same, which never changes. */
  public ApiAnswer forever() {
    return withHeader("Cache-Control", "public, max-age=31536000, immutable");
  }

  /** The same, whose entity tag is made from these bytes instead of the body. */
  public ApiAnswer sameAs(byte[] essence) {
    return new ApiAnswer(status, headers, body, others, essence, quoted);
  }
}
