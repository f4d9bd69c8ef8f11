package io.offblock.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.answer.Problem;
import io.offblock.aws.Metrics;
import io.offblock.flight.FlightId;
import io.offblock.forecast.DelayForecast;
import io.offblock.forecast.ForecastParser;
import io.offblock.model.registry.ModelRegistry;
import io.offblock.model.registry.RegistryInMemory;
import io.offblock.model.registry.Run;
import io.offblock.payload.Payload;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The workflow's steps with a real training of a small past. */
class RetrainingTest {
  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final LocalDate FROM = LocalDate.of(2026, 11, 12);
  private static final LocalDate TO = LocalDate.of(2026, 11, 23);

  /** A model of so small a past is never very sure of anything. */
  private static final Forecasting.Worth WORTH = new Forecasting.Worth(0.04, 2);

  /**
   * How far it moves is a matter of its weights, which another processor rounds otherwise; that it
   * moves at all is not.
   */
  private static final Forecasting.Worth MOVED = new Forecasting.Worth(0.01, 0.5);

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
    String picture =
        new String(registry.kept(trained.run(), "reliability.svg"), StandardCharsets.UTF_8);
    assertTrue(picture.contains(">2h</text>"), picture);
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
    Forecasting forecasting =
        new Forecasting(objects, payloads::add, InstantSource.fixed(NOW), WORTH);
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
    Forecasting.Published again = forecasting.run(question);
    assertEquals(0, again.forecasts(), "what is published is not said again");
    assertTrue(
        again.again() < told.size() / 2, "some may have changed since their horizon: " + again);
    assertEquals(0, forecasting.run(question).again(), "nothing has changed since");
    changes(question);
    whatIf(told);
    watch();
  }

  /**
   * Everything that has left is found to have left an hour later: flights to come are told anew.
   */
  private void changes(Forecasting.Question question) {
    LiveFlights live = LiveFlights.of(objects, question.extract());
    objects.put(
        question.extract(),
        SmallPast.extract(
            live.known().stream()
                .map(
                    f ->
                        f.scheduledOff().isAfter(NOW.minusSeconds(3 * 3600))
                                && f.actualOff().isPresent()
                            ? f.turnedOut(
                                Optional.of(f.scheduledOff().plusSeconds(3600)),
                                Optional.empty(),
                                false,
                                false)
                            : f)
                .toList()),
        "application/gzip");
    List<Payload> payloads = new ArrayList<>();
    Forecasting.Published published =
        new Forecasting(objects, payloads::add, InstantSource.fixed(NOW), MOVED).run(question);
    assertTrue(published.again() > 0, published::toString);
    List<DelayForecast> told =
        payloads.stream().flatMap(p -> new ForecastParser().parse(p).forecasts().stream()).toList();
    assertTrue(told.stream().allMatch(f -> f.horizon().equals(Forecasting.AGAIN)));
    assertEquals(
        0,
        new Forecasting(objects, payloads::add, InstantSource.fixed(NOW), MOVED)
            .run(question)
            .again(),
        "told once");
  }

  private void whatIf(List<DelayForecast> told) {
    FlightId id =
        told.stream()
            .filter(f -> f.horizon().equals("2h") || f.horizon().equals("45m"))
            .map(DelayForecast::flight)
            .findFirst()
            .orElseThrow();
    WhatIf whatIf = new WhatIf(objects, InstantSource.fixed(NOW));
    var answer =
        whatIf.of(
            id.operating(),
            id.scheduledDeparture().toLocalDate(),
            new Given(Optional.of(120), Optional.empty(), Optional.empty()));
    assertTrue(probability(answer, "forecast") > probability(answer, "without"), answer::toString);
    assertEquals(
        new Given(Optional.of(40), Optional.empty(), Optional.of("D-AIXX")),
        Given.of("{\"inboundMinutesLate\": 40, \"registration\": \"D-AIXX\"}"));
    for (String wrong :
        List.of(
            "",
            "[]",
            "{}",
            "{\"inboundMinutesLate\": \"40\"}",
            "{\"originMinutesLate\": 601}",
            "{\"inboundMinutesLate\": -1}",
            "{\"colour\": 1}",
            "{\"registration\": \"<script>\"}")) {
      assertEquals(
          400, assertThrows(Problem.class, () -> Given.of(wrong), () -> wrong).status(), wrong);
    }
    Problem unknown =
        assertThrows(
            Problem.class,
            () ->
                whatIf.of(
                    id.operating(),
                    LocalDate.of(2020, 1, 1),
                    new Given(Optional.empty(), Optional.of(5), Optional.empty())));
    assertEquals(404, unknown.status());
    assertEquals(
        400,
        assertThrows(
                Problem.class,
                () -> new Given(Optional.empty(), Optional.empty(), Optional.empty()))
            .status());
  }

  @SuppressWarnings("unchecked")
  private static double probability(java.util.Map<String, Object> answer, String which) {
    return (double) ((java.util.Map<String, Object>) answer.get(which)).get("probability");
  }

  /** The champion knows the real world by now; flights of the simulated one are no drift of it. */
  private void watch() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Watching watching =
        new Watching(
            objects,
            registry,
            InstantSource.fixed(NOW),
            Metrics.of("offblock", InstantSource.fixed(NOW), new PrintStream(out, true)),
            line -> {});
    String key = "training/watch/extract.csv.gz";
    objects.put(key, SmallPast.extract(TO.minusDays(9), TO, NOW), "application/gzip");
    Watching.Watched other = watching.run(new Watching.Question(key, List.of("sandbox")));
    assertFalse(other.measured(), other::reason);
    Watching.Watched watched = watching.run(new Watching.Question(key, List.of("bts")));
    assertTrue(watched.measured(), watched::reason);
    assertTrue(watched.corrected() > 500, "of the one day after its memory: " + watched);
    int version = watched.version();
    byte[] correction = objects.objects.get("state/model/%d/correction.json".formatted(version));
    assertTrue(new String(correction, StandardCharsets.UTF_8).contains("forecasts"));
    assertTrue(objects.objects.containsKey(Watching.REPORT));
    assertTrue(
        registry.versions().stream()
            .filter(v -> v.version() == version)
            .allMatch(v -> v.tags().get("drift").equals(watched.reason())));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("DriftReasons"));
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
        new Forecasting.Published(0, 0, 0, 0),
        new Forecasting(objects, p -> {}, InstantSource.fixed(NOW), Forecasting.Worth.TELLING)
            .run(new Forecasting.Question("training/live/extract.csv.gz")));
  }
}
