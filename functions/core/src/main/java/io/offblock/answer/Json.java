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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
                  .addSerializer(FlightText.At.class, marked()))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  /** Stands where a flight's text goes; whatever else is written has it escaped. */
  private static final byte FLIGHT = 0;

  private static final String FLIGHTS = "flights";

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
    List<FlightText.At> flights = new ArrayList<>();
    byte[] json = bytes(value, flights);
    return flights.isEmpty() ? json : joined(json, flights).plain();
  }

  /** The same, as the gateway takes it too: flights whose text is at hand are not escaped again. */
  public static JsonText text(Object value) {
    List<FlightText.At> flights = new ArrayList<>();
    byte[] json = bytes(value, flights);
    return flights.isEmpty() ? JsonText.of(json) : joined(json, flights);
  }

  private static JsonText joined(byte[] json, List<FlightText.At> flights) {
    List<JsonText> parts = new ArrayList<>(4 * flights.size() + 1);
    int from = 0;
    for (FlightText.At flight : flights) {
      int until = from;
      while (json[until] != FLIGHT) {
        until++;
      }
      parts.add(JsonText.of(Arrays.copyOfRange(json, from, until)));
      parts.addAll(flight.parts());
      from = until + 1;
    }
    parts.add(JsonText.of(Arrays.copyOfRange(json, from, json.length)));
    return JsonText.join(parts);
  }

  /**
   * @param flights takes the flights whose places are marked, in their order
   */
  private static byte[] bytes(Object value, List<FlightText.At> flights) {
    try {
      return MAPPER.writer().withAttribute(FLIGHTS, flights).writeValueAsBytes(value);
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

  private static JsonSerializer<FlightText.At> marked() {
    return new JsonSerializer<>() {
      @Override
      @SuppressWarnings("unchecked")
      public void serialize(FlightText.At flight, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        ((List<FlightText.At>) provider.getAttribute(FLIGHTS)).add(flight);
        out.writeRawValue(String.valueOf((char) FLIGHT));
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
