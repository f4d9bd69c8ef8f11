package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.airport.Airports;
import io.offblock.answer.Fields;
import io.offblock.model.extract.Extract;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.Forecast;
import io.offblock.model.network.Rows;
import io.offblock.model.registry.ModelRegistry;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Forecasts each flight to come when a horizon of it is reached, and publishes the forecasts as
 * payloads: what stores them, dispatches them and proves them is there already. A forecast is made
 * of what was known at its horizon, also where it is made later, after a pause.
 */
public final class Forecasting {
  /** Which horizon of which flight is published: one entry a flight that has not left. */
  static final String PUBLISHED = "state/forecast/published.json";

  private static final int PIECE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps a payload for good. */
  @FunctionalInterface
  interface Publisher {
    void put(Payload payload);
  }

  /**
   * What is asked for.
   *
   * @param extract key of an extract with the flights of the last days and those to come
   */
  public record Question(String extract) {}

  /**
   * What was published.
   *
   * @param forecasts how many
   * @param payloads in how many payloads
   * @param version of the model; 0 where there is no champion yet, and then nothing is published
   */
  public record Published(int forecasts, int payloads, int version) {}

  private record Due(int flight, Horizon horizon) {}

  private final LearningObjects objects;
  private final Publisher publisher;
  private final InstantSource clock;

  Forecasting(LearningObjects objects, Publisher publisher, InstantSource clock) {
    this.objects = Objects.requireNonNull(objects);
    this.publisher = Objects.requireNonNull(publisher);
    this.clock = Objects.requireNonNull(clock);
  }

  Published run(Question question) {
    Optional<Champion> champion = Champion.of(objects);
    if (champion.isEmpty()) {
      return new Published(0, 0, 0);
    }
    Instant now = clock.instant();
    List<HistoricFlight> known = new ArrayList<>();
    Flights.Builder builder = new Flights.Builder(Airports.packaged());
    try (InputStream in = objects.open(question.extract())) {
      Extract.read(
          in,
          f -> {
            known.add(f);
            builder.add(f);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(question.extract() + " cannot be read", e);
    }
    Flights flights = builder.build();
    Map<String, String> published = published();
    List<Due> due = due(flights, known, published, now);
    int payloads = 0;
    if (!due.isEmpty()) {
      payloads = publish(champion.get(), flights, known, due, now);
    }
    due.forEach(d -> published.put(id(flights, known, d.flight), d.horizon.label()));
    remember(published, flights, known, now);
    return new Published(due.size(), payloads, champion.get().version());
  }

  /** The last horizon that each flight to come has reached, where that is not published yet. */
  private static List<Due> due(
      Flights flights, List<HistoricFlight> known, Map<String, String> published, Instant now) {
    List<Due> due = new ArrayList<>();
    for (int i = 0; i < flights.size(); i++) {
      HistoricFlight f = known.get(flights.source(i));
      Instant off = flights.scheduledOff(i);
      if (!off.isAfter(now) || f.cancelled() || f.actualOff().isPresent()) {
        continue;
      }
      Horizon last = null;
      for (Horizon h : Horizon.values()) {
        last = h.forecastAt(off).isAfter(now) ? last : h;
      }
      if (last != null && !last.label().equals(published.get(f.id()))) {
        due.add(new Due(i, last));
      }
    }
    return due;
  }

  private int publish(
      Champion champion, Flights flights, List<HistoricFlight> known, List<Due> due, Instant now) {
    DelayModel model = champion.model(objects);
    int payloads = 0;
    for (Horizon horizon : Horizon.values()) {
      Set<Integer> wanted = new java.util.HashSet<>();
      due.stream().filter(d -> d.horizon == horizon).forEach(d -> wanted.add(d.flight));
      if (wanted.isEmpty()) {
        continue;
      }
      Rows rows = model.rows(flights, EnumSet.of(horizon), wanted::contains);
      List<Map<String, Object>> forecasts = new ArrayList<>();
      for (int r = 0; r < rows.size(); r++) {
        int i = rows.flight(r);
        forecasts.add(
            of(id(flights, known, i), model.forecast(rows, r, flights.localDay(i), true)));
      }
      for (int from = 0; from < forecasts.size(); from += PIECE) {
        publisher.put(
            payload(
                champion,
                horizon,
                forecasts.subList(from, Math.min(forecasts.size(), from + PIECE)),
                now.plusMillis(payloads)));
        payloads++;
      }
    }
    return payloads;
  }

  private static Map<String, Object> of(String id, Forecast forecast) {
    return Fields.none()
        .with("flight", id)
        .with("probability", rounded(forecast.probability(), 4))
        .with(
            "minutes",
            List.of(
                rounded(forecast.minutes10(), 1),
                rounded(forecast.minutes50(), 1),
                rounded(forecast.minutes90(), 1)))
        .with(
            "reasons",
            forecast.reasons().stream()
                .map(
                    r ->
                        Fields.none()
                            .with("group", r.group())
                            .with("points", rounded(r.points(), 1))
                            .with("minutes", rounded(r.minutes(), 1))
                            .map())
                .toList())
        .map();
  }

  private static double rounded(double value, int digits) {
    double power = Math.pow(10, digits);
    return Math.round(value * power) / power;
  }

  private static Payload payload(
      Champion champion, Horizon horizon, List<Map<String, Object>> forecasts, Instant at) {
    byte[] bytes =
        json(
            Fields.none()
                .with(
                    "model",
                    Fields.none()
                        .with("name", ModelRegistry.MODEL)
                        .with("version", champion.version())
                        .with("world", champion.world())
                        .map())
                .with("horizon", horizon.label())
                .with("made_at", at.truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString())
                .with("forecasts", forecasts)
                .map());
    String sha256 = sha256(bytes);
    String request = "/forecast/" + horizon.label();
    return new Payload(
        PayloadKey.of("offblock", request, at, sha256), at, sha256, request, "forecast", bytes);
  }

  private static String id(Flights flights, List<HistoricFlight> known, int flight) {
    return known.get(flights.source(flight)).id();
  }

  private Map<String, String> published() {
    return objects
        .get(PUBLISHED)
        .map(
            bytes -> {
              try {
                return new TreeMap<>(
                    JSON.readValue(bytes, new TypeReference<Map<String, String>>() {}));
              } catch (IOException e) {
                throw new UncheckedIOException(PUBLISHED + " is broken: remove it", e);
              }
            })
        .orElseGet(TreeMap::new);
  }

  private void remember(
      Map<String, String> published, Flights flights, List<HistoricFlight> known, Instant now) {
    Set<String> coming = new java.util.HashSet<>();
    for (int i = 0; i < flights.size(); i++) {
      if (flights.scheduledOff(i).isAfter(now.minus(Duration.ofHours(1)))) {
        coming.add(id(flights, known, i));
      }
    }
    published.keySet().retainAll(coming);
    objects.put(PUBLISHED, json(published), "application/json");
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
