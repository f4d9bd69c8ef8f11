package io.offblock.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.Sky;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.feature.Horizon;
import io.offblock.model.network.NetworkTrainer.Recipe;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Training on some days and scoring later ones, as outsiders do it. */
class EvaluationTest {
  private static final Recipe RECIPE =
      new Recipe(32, 16, 2, 512, 8_000, 3, 2, 4e-3f, 1e-2f, 0.1f, 0.5f, 1);
  private static final Training.Plan PLAN =
      new Training.Plan(7, 8, 1, RECIPE, RECIPE.lasting(4_000, 4));
  private static final List<HistoricFlight> SKY = Sky.flights(40, 40, 3);
  private static final String LATER =
      LocalDate.ofEpochDay(Sky.firstDay() + 32L).format(DateTimeFormatter.BASIC_ISO_DATE);

  @Test
  void everyLaterFlightWithDelayIsScoredThoseOfUnknownCarriersToo() throws IOException {
    List<HistoricFlight> test =
        days(EvaluationTest::later).stream().map(EvaluationTest::renamed).toList();
    Evaluation.Report report = run(days(f -> !later(f)), test, List.of(Horizon.H2, Horizon.D0));
    long delays = test.stream().filter(f -> f.actualOn().isPresent()).count();
    assertEquals(List.of("2h", "D0"), List.copyOf(report.test().keySet()));
    report
        .test()
        .values()
        .forEach(
            h -> {
              assertEquals(delays, h.model().rows());
              assertEquals(delays, h.routeByHour().rows());
            });
    assertEquals(delays, report.tested().delays());
    assertEquals(test.size() + 3, report.tested().rows());
    assertTrue(report.test().get("2h").model().auc() > 0.55);
    assertTrue(
        report.test().get("2h").slices().stream().anyMatch(s -> s.key().equals("XQ")),
        "the carrier that training never met has its figures");
  }

  @Test
  void daysThatWereTrainedOnAreNoTest() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> run(SKY, days(EvaluationTest::later), List.of(Horizon.H2)))
            .getMessage();
    assertTrue(message.contains("test on days after it"), message);
  }

  /** By the local day of departure, as months are cut. */
  private static boolean later(HistoricFlight f) {
    return f.id().substring(f.id().lastIndexOf('-') + 1).compareTo(LATER) >= 0;
  }

  private static HistoricFlight renamed(HistoricFlight f) {
    return f.carrier().equals("AF")
        ? new HistoricFlight(
            f.id(),
            "XQ",
            f.number(),
            f.origin(),
            f.destination(),
            f.registration(),
            f.type(),
            f.scheduledOff(),
            f.scheduledOn(),
            f.actualOff(),
            f.actualOn(),
            f.cancelled(),
            f.diverted())
        : f;
  }

  private static List<HistoricFlight> days(Predicate<HistoricFlight> wanted) {
    return SKY.stream().filter(wanted).collect(Collectors.toList());
  }

  private static Evaluation.Report run(
      List<HistoricFlight> train, List<HistoricFlight> test, List<Horizon> horizons)
      throws IOException {
    return Evaluation.run(
            each -> {
              train.forEach(each);
              return 0;
            },
            each -> {
              test.forEach(each);
              return 3;
            },
            horizons,
            PLAN,
            line -> {})
        .report();
  }
}
