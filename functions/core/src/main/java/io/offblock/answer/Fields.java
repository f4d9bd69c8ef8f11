package io.offblock.answer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object under construction, its fields in the order of adding. What is absent is left out;
 * there is no null.
 */
public final class Fields {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Fields() {}

  /** None yet. */
  public static Fields none() {
    return new Fields();
  }

  /**
   * Adds a field. {@code value} is what {@link Json} writes: text, number, boolean, time, list, map
   * or record.
   */
  public Fields with(String name, Object value) {
    values.put(name, java.util.Objects.requireNonNull(value, name));
    return this;
  }

  /** Adds a field where there is a value. */
  public Fields maybe(String name, Optional<?> value) {
    value.ifPresent(v -> values.put(name, v));
    return this;
  }

  /** Adds a text where it is not blank. */
  public Fields text(String name, String value) {
    return value.isBlank() ? this : with(name, value);
  }

  /** Adds all fields of another object. */
  public Fields all(Map<String, ?> others) {
    values.putAll(others);
    return this;
  }

  /** The object. */
  public Map<String, Object> map() {
    return Collections.unmodifiableMap(values);
  }
}
