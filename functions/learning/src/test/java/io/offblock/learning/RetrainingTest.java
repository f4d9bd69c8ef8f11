package io.offblock.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.forecast.DelayForecast;
import io.offblock.forecast.ForecastParser;
import io.offblock.model.registry.ModelRegistry;
import io.offblock.model.registry.RegistryInMemory;
import io.offblock.model.registry.Run;
import io.offblock.payload.Payload;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workflow's steps with a real training of a small past. */
class RetrainingTest {
  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final LocalDate FROM = LocalDate.of(2026, 11, 12);
  private static final LocalDate TO = LocalDate.of(2026, 11, 23);

  private final ObjectsInMemory objects = new ObjectsInMemory();
  private final RegistryInMemory registry = new RegistryInMemory();
  private final Retraining retraining =
      new Retraining(objects, registry, InstantSource.fixed(NOW), "test", line -> {});

  private TrainingWindow window(String name, String... sources) {
    TrainingWindow window = new TrainingWindow(name, FROM, TO, List.of(sources), "by test");
    objects.put(window.extract(), SmallPast.extract(FROM, TO, NOW), "application/gzip");
    return window;
  }

  @Test
  void fromAnExtractToForecastsOfFlightsToCome() {
    TrainingWindow first = window("first", "sandbox");
    Retraining.Trained trained = retraining.train(first);
    assertTrue(trained.rows() > 1000, trained::toString);
    assertTrue(
        registry.metrics.stream().anyMatch(m -> m.name().equals("epoch/log_loss") && m.step() > 0));
    Verdict verdict = retraining.compare(first, trained.run());
    assertTrue(verdict.promoted(), verdict::reason);
    Retraining.Registered one = retraining.register(first, trained.run(), verdict);
    assertEquals(1, one.version());
    assertEquals(
        "simulated", registry.version(ModelRegistry.CHAMPION).orElseThrow().tags().get("world"));
    assertEquals(Run.State.FINISHED, registry.find("first").orElseThrow().state());
    assertTrue(objects.objects.containsKey(first.extract()), "drift is measured against it");

    // Compared with itself on the last two days it is no worse; what else the gate asks of so few
    // flights is its own.
    String reason = retraining.compare(first, trained.run()).reason();
    assertFalse(reason.contains("log loss") && reason.startsWith("kept out"), reason);
    assertFalse(reason.contains("trained on"), reason);

    // A model of a real world takes the place of a simulated one, and never the other way.
    TrainingWindow real = window("real", "bts");
    Verdict replaces = retraining.compare(real, trained.run());
    assertTrue(replaces.promoted(), replaces::reason);
    retraining.register(real, trained.run(), replaces);
    assertFalse(retraining.compare(window("third", "sandbox"), trained.run()).promoted());

    forecasts();
  }

  private void forecasts() {
    objects.put(
        "training/live/extract.csv.gz",
        SmallPast.extract(TO.minusDays(2), TO.plusDays(2), NOW),
        "application/gzip");
    List<Payload> payloads = new ArrayList<>();
    Forecasting forecasting = new Forecasting(objects, payloads::add, InstantSource.fixed(NOW));
    Forecasting.Question question = new Forecasting.Question("training/live/extract.csv.gz");
    Forecasting.Published published = forecasting.run(question);
    List<DelayForecast> told =
        payloads.stream().flatMap(p -> new ForecastParser().parse(p).forecasts().stream()).toList();
    assertEquals(published.forecasts(), told.size());
    assertTrue(told.size() > 100, published::toString);
    assertTrue(told.stream().allMatch(f -> !f.reasons().isEmpty()));
    assertTrue(told.stream().anyMatch(f -> f.horizon().equals("D0")));
    assertTrue(told.stream().anyMatch(f -> f.horizon().equals("2h")));
    assertEquals(told.size(), told.stream().map(f -> f.flight() + f.horizon()).distinct().count());
    assertEquals(0, forecasting.run(question).forecasts(), "what is published is not said again");
  }

  @Test
  void aTrainingThatFailsSaysWhyAndLeavesTheChampion() {
    TrainingWindow window = window("broken", "lufthansa");
    new Champion(7, "r", "real", "training/old/extract.csv.gz", NOW.toString(), "2026-11-01")
        .publish(objects, java.util.Map.of());
    registry.begin("broken", NOW, java.util.Map.of());
    retraining.fail(window, "Runtime.ExitError", "the process ended with 137");
    Run run = registry.find("broken").orElseThrow();
    assertEquals(Run.State.FAILED, run.state());
    assertEquals("the process ended with 137", run.tags().get("cause"));
    assertFalse(objects.objects.containsKey(window.extract()));
    assertEquals(7, Champion.of(objects).orElseThrow().version());
    retraining.fail(new TrainingWindow("never-begun", FROM, TO, List.of("bts"), ""), "E", null);
    assertEquals(Run.State.FAILED, registry.find("never-begun").orElseThrow().state());
  }

  @Test
  void beforeTheFirstChampionNothingIsForecast() {
    assertEquals(
        new Forecasting.Published(0, 0, 0),
        new Forecasting(objects, p -> {}, InstantSource.fixed(NOW))
            .run(new Forecasting.Question("training/live/extract.csv.gz")));
  }
}
