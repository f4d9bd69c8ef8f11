package io.offblock.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Asks a router as the gateway would: values go where the template has their names, else into the
 * query.
 */
public record Asking(Router router) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** {@code values} are name=value, one after another. */
  public ApiAnswer ask(String resource, String... values) {
    return ask(Map.of(), resource, values);
  }

  /** The same with headers, their names in lower case. */
  public ApiAnswer ask(Map<String, String> headers, String resource, String... values) {
    Map<String, String> path = new TreeMap<>();
    Map<String, String> query = new TreeMap<>();
    for (String value : values) {
      String[] pair = value.split("=", 2);
      (resource.contains("{" + pair[0] + "}") ? path : query).put(pair[0], pair[1]);
    }
    return router.answer(new ApiRequest("GET", resource, path, query, headers, "test"));
  }

  /** The JSON of an answer that must be 200. */
  public JsonNode get(String resource, String... values) {
    ApiAnswer answer = ask(resource, values);
    assertEquals(200, answer.status(), text(answer));
    return json(answer);
  }

  /** The fix of a problem that must have this status. */
  public String fix(int status, String resource, String... values) {
    ApiAnswer answer = ask(resource, values);
    assertEquals(status, answer.status(), text(answer));
    assertEquals("application/problem+json", answer.headers().get("Content-Type"));
    return json(answer).path("fix").asText();
  }

  public static JsonNode json(ApiAnswer answer) {
    try {
      return MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(text(answer), e);
    }
  }

  public static String text(ApiAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** A field of each item of a list. */
  public static List<String> each(JsonNode list, String pointer) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(item -> item.at(pointer).asText())
        .toList();
  }
}
