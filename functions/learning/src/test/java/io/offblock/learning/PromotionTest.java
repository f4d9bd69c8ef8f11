package io.offblock.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.forecast.DelayModel;
import io.offblock.model.registry.ModelRegistry;
import io.offblock.model.registry.RegistryInMemory;
import io.offblock.model.registry.Run;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trainings that run at once, and promotions that stop half-way. */
class PromotionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

  private final ObjectsInMemory objects = new ObjectsInMemory();
  private final RegistryInMemory registry = new RegistryInMemory();
  private final Retraining retraining =
      new Retraining(objects, registry, InstantSource.fixed(NOW), "test", line -> {});
  private final TrainingWindow window =
      new TrainingWindow(
          "late",
          LocalDate.of(2026, 11, 1),
          LocalDate.of(2026, 11, 23),
          List.of("sandbox"),
          "by test");
  private String run;

  @BeforeEach
  void trained() {
    run = registry.begin(window.name(), NOW, Map.of());
    for (String file : DelayModel.files()) {
      registry.keep(run, "model/" + file, new byte[] {1});
    }
    objects.put(window.extract(), new byte[] {1}, "application/gzip");
  }

  private void champion(int version, String run) {
    new Champion(version, run, "real", "training/old/extract.csv.gz", NOW.toString(), "2026-11-01")
        .publish(objects, Map.of());
  }

  @Test
  void aVerdictAgainstTheChampionOfBeforeDoesNotReplaceTheOneOfNow() {
    champion(7, "other");
    Retraining.Registered registered =
        retraining.register(window, run, Verdict.promote("it is the first"));
    assertFalse(registered.promoted());
    assertTrue(registered.reason().contains("version 7 became champion"), registered.reason());
    assertEquals(7, Champion.of(objects).orElseThrow().version());
    assertEquals(
        List.of(ModelRegistry.CHALLENGER),
        registry.versions().stream().flatMap(v -> v.aliases().stream()).toList());
    assertFalse(objects.objects.containsKey(window.extract()));
  }

  @Test
  void aVerdictAgainstTheChampionOfNowReplacesIt() {
    champion(7, "other");
    Verdict better = Verdict.promote("it is better").against(Champion.of(objects).orElseThrow());
    assertTrue(retraining.register(window, run, better).promoted());
    assertEquals(run, Champion.of(objects).orElseThrow().run());
  }

  @Test
  void aPromotionThatIsTriedAgainFindsItself() {
    champion(1, run);
    assertTrue(retraining.register(window, run, Verdict.promote("it is the first")).promoted());
  }

  @Test
  void aRunWhoseModelForecastsHasNotFailed() {
    int version = registry.register(run, "model", Map.of()).version();
    champion(version, run);
    retraining.fail(window, "States.Timeout", "MLflow did not answer");
    assertEquals(Run.State.FINISHED, registry.find(window.name()).orElseThrow().state());
    assertEquals(
        List.of(ModelRegistry.CHAMPION),
        registry.versions().stream().flatMap(v -> v.aliases().stream()).toList());
  }
}
