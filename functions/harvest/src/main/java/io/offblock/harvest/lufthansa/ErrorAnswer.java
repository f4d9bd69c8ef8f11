package io.offblock.harvest.lufthansa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.harvest.lufthansa.Outcome.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer that is neither 200 nor 404 says. The gateway in front of Lufthansa tells its
 * refusals in three ways, and not always in all: JSON {@code {"Error": "…"}}, HTML {@code
 * <h1>Developer Over Qps</h1>}, and the header {@code X-Mashery-Error-Code}; they are believed in
 * this order.
 */
final class ErrorAnswer {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern HEADING =
      Pattern.compile("<h1>\\s*([^<]{1,80})</h1>", Pattern.CASE_INSENSITIVE);

  private ErrorAnswer() {}

  /** Why a 401 or 403 refuses. */
  static Refusal refusal(byte[] body, Optional<String> masheryCode) {
    return message(body)
        .flatMap(ErrorAnswer::fromWords)
        .or(() -> masheryCode.flatMap(ErrorAnswer::fromWords))
        .orElse(Refusal.NOT_AUTHORIZED);
  }

  /** Whether the API's own backend reports the error and says that retrying does not help. */
  static boolean backend(byte[] body) {
    JsonNode error = json(body).path("ProcessingErrors").path("ProcessingError");
    JsonNode first = error.isArray() ? error.path(0) : error;
    return !first.isMissingNode()
        && !first.path("@RetryIndicator").asBoolean(first.path("RetryIndicator").asBoolean(false));
  }

  /**
   * The provider's words, printable. They may repeat what was sent: {@link AccessTokens#hide} them.
   */
  static Optional<String> message(byte[] body) {
    JsonNode json = json(body);
    if (json.path("Error").isTextual()) {
      return Optional.of(plain(json.path("Error").asText()));
    }
    JsonNode error = json.path("ProcessingErrors").path("ProcessingError");
    JsonNode first = error.isArray() ? error.path(0) : error;
    if (first.path("Description").isTextual()) {
      return Optional.of(
          plain(first.path("Code").asText() + " " + first.path("Description").asText()));
    }
    Matcher heading =
        HEADING.matcher(new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8));
    return heading.find() ? Optional.of(plain(heading.group(1))) : Optional.empty();
  }

  private static Optional<Refusal> fromWords(String words) {
    String w = words.toLowerCase(Locale.ROOT).replace('_', ' ');
    if (w.contains("over queries per second")
        || w.contains("over qps")
        || w.contains("rate limit exceeded")) {
      return Optional.of(Refusal.TOO_FAST);
    }
    if (w.contains("over rate")) {
      return Optional.of(Refusal.QUOTA_EXHAUSTED);
    }
    if (w.contains("inactive")) {
      return Optional.of(Refusal.INACTIVE);
    }
    return w.contains("not authorized") || w.contains("forbidden") || w.contains("unauthorized")
        ? Optional.of(Refusal.NOT_AUTHORIZED)
        : Optional.empty();
  }

  private static JsonNode json(byte[] body) {
    try {
      // The documentation's own sample has curly quotes.
      String text =
          new String(body, 0, Math.min(body.length, 20_000), StandardCharsets.UTF_8)
              .replace('\u201c', '"')
              .replace('\u201d', '"')
              .strip();
      return text.startsWith("{") ? MAPPER.readTree(text) : MAPPER.missingNode();
    } catch (IOException e) {
      return MAPPER.missingNode();
    }
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
