package io.offblock.sandbox.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as it came.
 *
 * @param path decoded, without the query
 * @param query as sent, without the question mark; empty if none
 * @param headers by lower-case name
 */
public record Call(
    String method, String path, String query, Map<String, String> headers, String body) {

  public static Call of(String method, String uri, Map<String, String> headers, String body) {
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    return new Call(
        method,
        decode(path.replace("+", "%2B")),
        mark < 0 ? "" : uri.substring(mark + 1),
        headers,
        body);
  }

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Path segments below {@code /v1}; a trailing slash makes no segment. */
  public List<String> segments() {
    return List.of(path.substring(1).split("/"));
  }

  public Map<String, String> parameters() {
    return pairs(query);
  }

  /** The body of a form, decoded. */
  public Map<String, String> form() {
    return pairs(body);
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        pairs.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
