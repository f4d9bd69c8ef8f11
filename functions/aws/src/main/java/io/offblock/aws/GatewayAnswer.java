package io.offblock.aws;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.offblock.answer.ApiAnswer;
import io.offblock.answer.JsonText;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What API Gateway (REST, proxy integration) expects of a function: the body is a text within JSON,
 * and in base64 where it is no text. The event class of AWS's library says the same; its body, a
 * string, is escaped anew for each answer, which took two fifths of the time of a map.
 *
 * @param statusCode HTTP
 * @param headers {@code Content-Type} among them
 * @param body text, or base64
 * @param isBase64Encoded which of them
 */
public record GatewayAnswer(
    @JsonProperty("statusCode") int statusCode,
    @JsonProperty("headers") Map<String, String> headers,
    @JsonProperty("body") @JsonSerialize(using = JsonText.Writer.class) JsonText body,
    @JsonProperty("isBase64Encoded") boolean isBase64Encoded) {
  public GatewayAnswer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    Objects.requireNonNull(body);
  }

  static GatewayAnswer of(ApiAnswer answer) {
    boolean text = isText(answer.headers().getOrDefault("Content-Type", ""));
    return new GatewayAnswer(
        answer.status(),
        answer.headers(),
        text
            ? answer.quoted().orElseGet(() -> JsonText.of(answer.body()))
            : JsonText.of(Base64.getEncoder().encode(answer.body())),
        !text);
  }

  private static boolean isText(String type) {
    return type.startsWith("text/") || type.contains("json") || type.contains("xml");
  }
}
