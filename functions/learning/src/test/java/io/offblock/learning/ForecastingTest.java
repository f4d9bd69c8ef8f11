package io.offblock.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.flight.FlightId;
import io.offblock.forecast.DelayForecast;
import io.offblock.forecast.ForecastParser;
import io.offblock.model.registry.RegistryInMemory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which flights are forecast when, by a model of a small past. */
class ForecastingTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  /** Tomorrow's flights have reached their evening before. */
  private static final Instant NOW = Instant.parse("2026-11-24T19:00:00Z");

  private static final ObjectsInMemory TRAINED = new ObjectsInMemory();
  private static Champion trained;

  private final ObjectsInMemory objects = new ObjectsInMemory();

  @BeforeAll
  static void train() {
    TrainingWindow window =
        new TrainingWindow(
            "w", TODAY.minusDays(12), TODAY.minusDays(1), List.of("sandbox"), "by test");
    TRAINED.put(
        window.extract(), SmallPast.extract(window.from(), window.to(), NOW), "application/gzip");
    Retraining retraining =
        new Retraining(
            TRAINED, new RegistryInMemory(), InstantSource.fixed(NOW), "test", line -> {});
    String run = retraining.train(window).run();
    retraining.register(window, run, retraining.compare(window, run));
    trained = Champion.of(TRAINED).orElseThrow();
  }

  @BeforeEach
  void live() {
    objects.objects.putAll(TRAINED.objects);
    objects.put(
        LiveFlights.EXTRACT,
        SmallPast.extract(TODAY.minusDays(3), TODAY.plusDays(1), NOW),
        "application/gzip");
  }

  private List<DelayForecast> run() {
    List<DelayForecast> told = new ArrayList<>();
    new Forecasting(
            objects,
            p -> told.addAll(new ForecastParser().parse(p).forecasts()),
            InstantSource.fixed(NOW),
            Forecasting.Worth.TELLING)
        .run(new Forecasting.Question(LiveFlights.EXTRACT));
    return told;
  }

  /** The same model under another version. */
  private void promote(int version, String world) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String before = "state/model/%d/".formatted(trained.version());
    TRAINED.objects.forEach(
        (key, content) -> {
          if (key.startsWith(before)) {
            files.put(key.substring(before.length()), content);
          }
        });
    new Champion(
            version,
            trained.run(),
            world,
            trained.extract(),
            trained.promotedAt(),
            trained.trainedTo())
        .publish(objects, files);
  }

  private static List<DelayForecast> atHorizons(List<DelayForecast> told) {
    return told.stream().filter(f -> !f.horizon().equals(Forecasting.AGAIN)).toList();
  }

  private static Set<String> saidOf(List<DelayForecast> told) {
    return told.stream().map(f -> f.flight() + " " + f.horizon()).collect(Collectors.toSet());
  }

  @Test
  void aNewChampionForecastsOnceWhatTheOneBeforeItHad() {
    Set<String> before = saidOf(atHorizons(run()));
    assertTrue(before.stream().anyMatch(f -> f.endsWith(" D0")), before::toString);
    assertEquals(List.of(), atHorizons(run()), "one champion forecasts a horizon once");

    promote(trained.version() + 1, "real");
    List<DelayForecast> told = run();
    assertEquals(before, saidOf(atHorizons(told)));
    assertTrue(told.stream().allMatch(f -> f.version() == trained.version() + 1), told::toString);
    assertTrue(told.stream().allMatch(f -> f.world().equals("real")), told::toString);
    Set<FlightId> flights = new HashSet<>();
    assertTrue(told.stream().map(DelayForecast::flight).allMatch(flights::add), "each once");
    assertEquals(List.of(), atHorizons(run()), "and not in each run anew");
  }

  @Test
  void aForecastOfWhichNoModelIsNotedIsNoneOfTheChampions() {
    Set<String> before = saidOf(atHorizons(run()));
    String noted =
        new String(objects.objects.get(PublishedForecasts.KEY), StandardCharsets.UTF_8)
            .replaceAll("\"version\":\\d+,\"world\":\"\\w+\",", "");
    assertTrue(noted.contains("horizon") && !noted.contains("version"), noted);
    objects.put(PublishedForecasts.KEY, noted.getBytes(StandardCharsets.UTF_8), "application/json");
    assertEquals(before, saidOf(atHorizons(run())));
    assertEquals(List.of(), atHorizons(run()));
  }
}
