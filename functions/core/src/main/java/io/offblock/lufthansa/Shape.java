package io.offblock.lufthansa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.offblock.payload.Storable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads JSON that was XML once: a list of one is an object, an empty element is {@code {}} or
 * {@code ""}, and what looks like a number may be one (in 2018, {@code "AircraftCode": 321}).
 */
final class Shape {
  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_RECORD = 64 * 1024;
  private static final int WIDEST_NUMBER = 60;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Shape() {}

  /** Whether an element says nothing: absent, null, blank text, {@code {}} or {@code []}. */
  static boolean blank(JsonNode node) {
    return node.isMissingNode()
        || node.isNull()
        || (node.isTextual() && node.textValue().isBlank())
        || (node.isContainerNode() && node.isEmpty());
  }

  /** A child object; a missing node where it says nothing. */
  static JsonNode object(JsonNode parent, String name) {
    JsonNode child = parent.path(name);
    if (blank(child)) {
      return MissingNode.getInstance();
    }
    if (!child.isObject()) {
      throw UnreadableRecord.broken(name + " is no object: " + shown(child));
    }
    return child;
  }

  /**
   * A child list, where one item may stand for a list of one. Items that say nothing are left out.
   */
  static List<JsonNode> list(JsonNode parent, String name) {
    JsonNode child = parent.path(name);
    if (blank(child)) {
      return List.of();
    }
    return child.isArray()
        ? child.valueStream().filter(item -> !blank(item)).toList()
        : List.of(child);
  }

  /** A child text, stripped; numbers become text. Empty where it says nothing. */
  static Optional<String> text(JsonNode parent, String name) {
    JsonNode child = parent.path(name);
    return blank(child) ? Optional.empty() : Optional.of(content(child, name));
  }

  /** A text that is there, stripped; a number becomes text. */
  static String content(JsonNode node, String name) {
    if (!node.isTextual() && !node.isNumber()) {
      throw UnreadableRecord.broken(name + " is no text: " + shown(node));
    }
    String text = node.asText().strip();
    if (text.length() > LONGEST_TEXT || CONTROL.matcher(text).find()) {
      throw UnreadableRecord.broken(name + " is no plain text: " + shown(node));
    }
    return text;
  }

  /** A child number, which may be a text; empty where it says nothing. */
  static Optional<Double> number(JsonNode parent, String name, double limit) {
    return text(parent, name)
        .map(
            text -> {
              try {
                double value = new BigDecimal(text).doubleValue();
                if (Math.abs(value) <= limit) {
                  return value;
                }
              } catch (NumberFormatException e) {
                // Told below.
              }
              throw UnreadableRecord.broken(
                  "%s is no number up to %s: %s".formatted(name, limit, text));
            });
  }

  /**
   * The record's compact text, after a look at whether every store can keep it: PostgreSQL refuses
   * the character NUL, half a surrogate pair has no UTF-8, and no store takes numbers of any size.
   */
  static String source(JsonNode record) {
    if (!record.isObject()) {
      throw UnreadableRecord.broken("the record is no object: " + shown(record));
    }
    storable(record);
    String source = record.toString();
    if (source.length() > LONGEST_RECORD) {
      throw UnreadableRecord.broken("the record has " + source.length() + " characters");
    }
    return source;
  }

  private static void storable(JsonNode node) {
    if (node.isTextual()) {
      storable(node.textValue());
    } else if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      if (number.precision() > WIDEST_NUMBER || Math.abs((long) number.scale()) > WIDEST_NUMBER) {
        throw UnreadableRecord.broken("a number is beyond all measure");
      }
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      storable(field.getKey());
      storable(field.getValue());
    }
    if (node.isArray()) {
      node.forEach(Shape::storable);
    }
  }

  private static void storable(String text) {
    if (!Storable.isText(text)) {
      throw UnreadableRecord.broken("a text has the character NUL or half a surrogate pair");
    }
  }

  private static String shown(JsonNode node) {
    String text = CONTROL.matcher(node.toString()).replaceAll("?");
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
