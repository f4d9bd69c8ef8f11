package io.offblock.mongodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;

/**
 * A provider's record as a document, with every field it has, and back. Field names that MongoDB
 * reads as operators or paths ({@code $}, {@code .}, NUL) are written with look-alikes.
 */
final class ProviderRecord {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private ProviderRecord() {}

  /**
   * @param json an object; anything else is kept as {@code {"value": …}}
   */
  static Document document(String json) {
    try {
      Object value = MAPPER.readValue(json, Object.class);
      return value instanceof Map<?, ?> map ? stored(map) : new Document("value", stored(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a report's source is no JSON", e);
    }
  }

  /** As it came. */
  static Object json(Object stored) {
    return switch (stored) {
      case Document document -> {
        Document plain = new Document();
        document.forEach((name, value) -> plain.put(plain(name), json(value)));
        yield plain;
      }
      case List<?> list -> list.stream().map(ProviderRecord::json).toList();
      case Decimal128 number -> number.bigDecimalValue();
      case null -> null;
      default -> stored;
    };
  }

  private static Document stored(Map<?, ?> map) {
    Document document = new Document();
    map.forEach((name, value) -> document.put(name(name.toString()), stored(value)));
    return document;
  }

  private static Object stored(Object value) {
    return switch (value) {
      case Map<?, ?> map -> stored(map);
      case List<?> list -> list.stream().map(ProviderRecord::stored).toList();
      case BigDecimal number -> decimal(number);
      case BigInteger number -> decimal(new BigDecimal(number));
      case null -> null;
      default -> value;
    };
  }

  /** Text where the number has more digits than the database keeps. */
  private static Object decimal(BigDecimal number) {
    try {
      return new Decimal128(number);
    } catch (NumberFormatException e) {
      return number.toString();
    }
  }

  private static String name(String name) {
    return name.replace('$', '＄').replace('.', '．').replace('\0', '␀');
  }

  private static String plain(String name) {
    return name.replace('＄', '$').replace('．', '.').replace('␀', '\0');
  }
}
