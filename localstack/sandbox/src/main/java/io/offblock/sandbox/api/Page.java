package io.offblock.sandbox.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a list are wanted, and the links that lead to the others. Lengths beyond the cap
 * are cut silently, and the links then say so: asked for 100, the operations give 50.
 *
 * @param given the caller's query in its order; links keep it
 */
public record Page(String path, String query, Map<String, String> given, int limit, int offset) {
  private static final String HOST = "https://api.lufthansa.com/v1";
  private static final int DEFAULT_LIMIT = 20;

  public static Page of(Call call, int cap) {
    var given = call.parameters();
    int limit = number(given.get("limit"), DEFAULT_LIMIT);
    return new Page(
        call.path().substring(call.path().indexOf("/v1") + 3),
        call.query(),
        given,
        Math.max(1, Math.min(limit, cap)),
        Math.max(0, number(given.get("offset"), 0)));
  }

  private static int number(String text, int otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Problem.Thrown(
          400, Problem.invalid("1030", "Parameter limit or offset is not a number: " + text + "."));
    }
  }

  <T> List<T> cut(List<T> rows) {
    int from = Math.min(offset, rows.size());
    return rows.subList(from, Math.min(rows.size(), from + limit));
  }

  /** Links of a list: self, the ranges before and after if there are any, pages, related. */
  JsonArray links(int total, String previousRange, String nextRange, List<String> related) {
    var links = new JsonArray().add(self());
    if (previousRange != null) {
      links.add(link(HOST + previousRange + page(0), "previousRange"));
    }
    if (offset > 0) {
      links.add(link(HOST + path + page(0), "first"));
      links.add(link(HOST + path + page(Math.max(0, offset - limit)), "previous"));
    }
    if (offset + limit < total) {
      links.add(link(HOST + path + page(offset + limit), "next"));
      links.add(link(HOST + path + page(total / limit * limit), "last"));
    }
    if (nextRange != null) {
      links.add(link(HOST + nextRange + page(0), "nextRange"));
    }
    related.forEach(resource -> links.add(link(HOST + resource, "related")));
    return links;
  }

  JsonObject self() {
    return link(HOST + path + (query.isEmpty() ? "" : "?" + query), "self");
  }

  static JsonObject link(String address, String relation) {
    return new JsonObject().put("@Href", address).put("@Rel", relation);
  }

  /** A link to another resource of the API. */
  static JsonObject related(String resource) {
    return link(HOST + resource, "related");
  }

  /** The caller's own parameters with another offset; without any, offset before limit. */
  String page(int at) {
    Map<String, String> pairs = new LinkedHashMap<>(given);
    if (pairs.isEmpty()) {
      pairs.put("offset", "");
    }
    pairs.put("limit", Integer.toString(limit));
    pairs.put("offset", Integer.toString(at));
    var text = new StringBuilder();
    pairs.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(value));
    return text.toString();
  }

  /**
   * One member is an object, several are an array: the conversion from XML does not know better.
   */
  static Object collapsed(List<JsonObject> members) {
    return members.size() == 1 ? members.getFirst() : new JsonArray(members);
  }
}
