package io.offblock.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.registry.RegistryInMemory;
import io.offblock.model.training.Training;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A window of the usual length, and extracts that fill it to different parts. */
class TrainingDaysTest {
  private static final LocalDate TO = LocalDate.of(2026, 11, 23);
  private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
  private static final TrainingWindow WINDOW =
      new TrainingWindow(
          "usual", TO.minusDays(StartRetraining.DAYS - 1L), TO, List.of("lufthansa"), "by test");

  private final ObjectsInMemory objects = new ObjectsInMemory();
  private final Retraining retraining =
      new Retraining(objects, new RegistryInMemory(), InstantSource.fixed(NOW), "test", line -> {});

  private TrainingDays days(int harvested) {
    objects.put(
        WINDOW.extract(),
        SmallPast.extract(TO.minusDays(harvested - 1L), TO, NOW),
        "application/gzip");
    return TrainingDays.of(objects, WINDOW);
  }

  @Test
  void aFullWindowIsTrainedOnAsTheYardstickSays() {
    TrainingDays full = days(StartRetraining.DAYS);
    assertEquals(Training.Plan.standard(), full.plan());
    assertEquals(7, full.judged());
    assertEquals(Instant.parse("2026-11-17T00:00:00Z"), full.judgedFrom());
  }

  @Test
  void twentyDaysUnderTheUsualWindowAreTrainedOnAndJudged() {
    TrainingDays twenty = days(20);
    assertEquals(2, twenty.judged());
    assertEquals(Instant.parse("2026-11-22T00:00:00Z"), twenty.judgedFrom());
    assertEquals(3, twenty.plan().historyDays());
    assertEquals(4, twenty.plan().heldDays());
    Retraining.Trained trained = retraining.train(WINDOW);
    assertTrue(trained.rows() > 1000, trained::toString);
    Verdict verdict = retraining.compare(WINDOW, trained.run());
    retraining.register(WINDOW, trained.run(), verdict);
    String reason = retraining.compare(WINDOW, trained.run()).reason();
    assertTrue(reason.matches(".*on 384 flights|kept out.*"), reason);
  }

  @Test
  void everyNumberOfDaysFromTheLeastOnLeavesDaysToFit() {
    for (int n = TrainingDays.NEEDED; n <= 90; n++) {
      TrainingDays some =
          new TrainingDays(TO.minusDays(n - 1L).datesUntil(TO.plusDays(1)).toList());
      Training.Plan plan = some.plan();
      assertTrue(n - some.judged() > plan.historyDays() + plan.heldDays(), n + " days: " + plan);
    }
  }

  @Test
  void daysWhoseFlightsHaveNoOutcomeDoNotCount() {
    objects.put(
        WINDOW.extract(),
        SmallPast.extract(
            TO.minusDays(9),
            TO.plusDays(9),
            TO.minusDays(3).atStartOfDay(java.time.ZoneOffset.UTC).toInstant()),
        "application/gzip");
    TrainingDays known = TrainingDays.of(objects, WINDOW);
    assertEquals(6, known.days().size());
    assertEquals(TO.minusDays(4), known.days().getLast());
    assertEquals(Instant.parse("2026-11-20T00:00:00Z"), known.judgedFrom());
  }

  @Test
  void tooFewDaysAreRefusedWithHowManyThereAreAndMustBe() {
    TooFewDays refused = assertThrows(TooFewDays.class, () -> days(2));
    assertEquals(2, refused.days());
    assertEquals(3, refused.needed());
    assertTrue(
        refused.getMessage().contains("arrived on 2 days, a training needs 3"),
        refused::getMessage);
    assertThrows(TooFewDays.class, () -> retraining.train(WINDOW));
  }
}
