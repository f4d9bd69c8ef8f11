package io.offblock.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.answer.Fields;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.Forecast;
import io.offblock.model.network.Rows;
import io.offblock.model.registry.ModelRegistry;
import io.offblock.payload.Payload;
import io.offblock.payload.PayloadKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Forecasts each flight to come when a horizon of it is reached, and again where what is known of
 * its aircraft or its airports has changed by then. The forecasts are payloads: what stores them,
 * dispatches them and proves them is there already. A forecast of a horizon is made of what was
 * known at it, also where it is made later, after a pause.
 */
public final class Forecasting {
  /** The horizon's name of a forecast that was made again between two of them. */
  static final String AGAIN = "again";

  /** So long before it leaves a flight is forecast again where something changes. */
  private static final Duration WATCHED = Duration.ofHours(6);

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
   * @param forecasts how many at a horizon
   * @param again how many between horizons, because something had changed
   * @param payloads in how many payloads
   * @param version of the model; 0 where there is no champion yet, and then nothing is published
   */
  public record Published(int forecasts, int again, int payloads, int version) {}

  /**
   * What a forecast must have moved by to be told again.
   *
   * @param probability 0 to 1
   * @param minutes of the median
   */
  record Worth(double probability, double minutes) {
    /** A tenth, or ten minutes. */
    static final Worth TELLING = new Worth(0.1, 10);

    private boolean telling(PublishedForecasts.Last last, Forecast present) {
      return last.probability().isPresent()
              && Math.abs(present.probability() - last.probability().getAsDouble()) >= probability
          || last.median().isPresent()
              && Math.abs(present.minutes50() - last.median().getAsDouble()) >= minutes;
    }
  }

  private final LearningObjects objects;
  private final Publisher publisher;
  private final InstantSource clock;
  private final Worth worth;

  Forecasting(LearningObjects objects, Publisher publisher, InstantSource clock, Worth worth) {
    this.worth = Objects.requireNonNull(worth);
    this.objects = Objects.requireNonNull(objects);
    this.publisher = Objects.requireNonNull(publisher);
    this.clock = Objects.requireNonNull(clock);
  }

  Published run(Question question) {
    Optional<Champion> champion = Champion.of(objects);
    if (champion.isEmpty()) {
      return new Published(0, 0, 0, 0);
    }
    Instant now = clock.instant();
    LiveFlights live = LiveFlights.of(objects, question.extract());
    PublishedForecasts published = PublishedForecasts.of(objects);
    PublishedForecasts.Model by = PublishedForecasts.Model.of(champion.get());
    DelayModel model = champion.get().model(objects);
    Map<String, List<Map<String, Object>>> made = new LinkedHashMap<>();
    int due = reached(live, by, model, published, now, made);
    int again = changed(live, by, model, published, now, made);
    int payloads = 0;
    for (Map.Entry<String, List<Map<String, Object>>> horizon : made.entrySet()) {
      List<Map<String, Object>> forecasts = horizon.getValue();
      for (int from = 0; from < forecasts.size(); from += PIECE) {
        List<Map<String, Object>> piece =
            forecasts.subList(from, Math.min(forecasts.size(), from + PIECE));
        publisher.put(payload(champion.get(), horizon.getKey(), piece, now.plusMillis(payloads)));
        payloads++;
      }
    }
    published.keep(objects, live.comingSince(now.minus(Duration.ofHours(1))));
    return new Published(due, again, payloads, champion.get().version());
  }

  /**
   * Forecasts the last horizon that each flight to come has reached and that this model has not
   * published: a new champion forecasts at once what the one before it had.
   */
  private static int reached(
      LiveFlights live,
      PublishedForecasts.Model by,
      DelayModel model,
      PublishedForecasts published,
      Instant now,
      Map<String, List<Map<String, Object>>> made) {
    Map<Horizon, Set<Integer>> due = new EnumMap<>(Horizon.class);
    for (int i : live.waiting(now)) {
      Optional<PublishedForecasts.Last> before = published.last(live.id(i));
      Horizon.reached(live.flights().scheduledOff(i), now)
          .filter(last -> before.filter(b -> b.is(by, last)).isEmpty())
          .ifPresent(last -> due.computeIfAbsent(last, h -> new HashSet<>()).add(i));
    }
    due.forEach(
        (horizon, wanted) -> {
          Rows rows = model.rows(live.flights(), EnumSet.of(horizon), wanted::contains);
          for (int r = 0; r < rows.size(); r++) {
            add(live, by, model, rows, r, horizon.label(), horizon.label(), published, made);
          }
        });
    return due.values().stream().mapToInt(Set::size).sum();
  }

  /**
   * Forecasts again what differs by now: the inbound aircraft is late, or the airport is. Only of
   * flights whose aircraft can be known, {@link #WATCHED} before they leave.
   */
  private int changed(
      LiveFlights live,
      PublishedForecasts.Model by,
      DelayModel model,
      PublishedForecasts published,
      Instant now,
      Map<String, List<Map<String, Object>>> made) {
    Set<String> justMade = new HashSet<>();
    made.values().forEach(all -> all.forEach(f -> justMade.add((String) f.get("flight"))));
    int[] watched =
        Arrays.stream(live.waiting(now))
            .filter(i -> live.flights().scheduledOff(i).isBefore(now.plus(WATCHED)))
            .filter(i -> published.last(live.id(i)).isPresent())
            .filter(i -> !justMade.contains(live.id(i)))
            .toArray();
    Rows rows = model.rowsAt(live.flights(), now, watched);
    int again = 0;
    for (int r = 0; r < rows.size(); r++) {
      int i = rows.flight(r);
      PublishedForecasts.Last last = published.last(live.id(i)).orElseThrow();
      Forecast present = model.forecast(rows, r, live.flights().localDay(i), false);
      if (worth.telling(last, present)) {
        add(live, by, model, rows, r, AGAIN, last.horizon(), published, made);
        again++;
      }
    }
    return again;
  }

  private static void add(
      LiveFlights live,
      PublishedForecasts.Model by,
      DelayModel model,
      Rows rows,
      int row,
      String label,
      String horizon,
      PublishedForecasts published,
      Map<String, List<Map<String, Object>>> made) {
    int i = rows.flight(row);
    Forecast forecast = model.forecast(rows, row, live.flights().localDay(i), true);
    made.computeIfAbsent(label, h -> new ArrayList<>()).add(of(live.id(i), forecast));
    published.put(live.id(i), by, horizon, forecast.probability(), forecast.minutes50());
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

  static double rounded(double value, int digits) {
    double power = Math.pow(10, digits);
    return Math.round(value * power) / power;
  }

  private static Payload payload(
      Champion champion, String horizon, List<Map<String, Object>> forecasts, Instant at) {
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
                .with("horizon", horizon)
                .with("made_at", at.truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString())
                .with("forecasts", forecasts)
                .map());
    String sha256 = sha256(bytes);
    String request = "/forecast/" + horizon;
    return new Payload(
        PayloadKey.of("offblock", request, at, sha256), at, sha256, request, "forecast", bytes);
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
