package io.offblock.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;

/**
 * How answers are written: moments as {@code 2026-11-24T09:55:00Z} (seconds, never fractions),
 * local times as {@code 2026-11-24T10:55}, nulls not at all.
 */
public final class Json {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule("offblock")
                  .addSerializer(Instant.class, as(Json::utc))
                  .addSerializer(LocalDateTime.class, as(Json::local))
                  .addSerializer(LocalDate.class, as(LocalDate::toString))
                  .addSerializer(ZoneId.class, as(ZoneId::getId))
                  .addSerializer(FlightText.At.class, written()))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private Json() {}

  /** A moment, UTC, to the second. */
  public static String utc(Instant moment) {
    return UTC.format(moment);
  }

  /**
   * A moment at which something was said, UTC, as exact as it is kept (milliseconds): asked as of
   * just that moment, the statement is there.
   */
  public static String exact(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** A local time, to the minute. */
  public static String local(LocalDateTime time) {
    return LOCAL.format(time);
  }

  /** UTF-8 JSON of maps, lists, records, texts, numbers and times. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of " + value.getClass(), e);
    }
  }

  /** An object that was written by {@link #bytes}. */
  static Map<String, Object> object(String json) {
    try {
      return MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no object of ours", e);
    }
  }

  private static JsonSerializer<FlightText.At> written() {
    return new JsonSerializer<>() {
      @Override
      public void serialize(FlightText.At flight, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        out.writeRawValue(flight.before());
        out.writeRaw(Long.toString(flight.ageSeconds()));
        out.writeRaw(flight.after());
      }
    };
  }

  private static <T> JsonSerializer<T> as(Function<T, String> text) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        out.writeString(text.apply(value));
      }
    };
  }
}
