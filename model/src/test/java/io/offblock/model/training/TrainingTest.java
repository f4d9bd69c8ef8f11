package io.offblock.model.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offblock.model.Sky;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.Forecast;
import io.offblock.model.network.Encoding;
import io.offblock.model.network.NetworkTrainer.Recipe;
import io.offblock.model.network.Rows;
import io.offblock.model.training.TrainingReport.HorizonReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on a small world: it must learn what the world's rules can teach. */
class TrainingTest {
  private static final Recipe RECIPE =
      new Recipe(32, 16, 2, 512, 12_000, 4, 2, 4e-3f, 1e-2f, 0.1f, 0.5f, 1);
  private static final Training.Plan PLAN =
      new Training.Plan(7, 8, 1, RECIPE, RECIPE.lasting(4_000, 4));
  private static Flights flights;
  private static Training.Outcome outcome;
  @TempDir Path folder;

  @BeforeAll
  static void train() {
    flights = Sky.table(Sky.flights(36, 50, 3));
    outcome = Training.run(flights, PLAN, line -> {});
  }

  @Test
  void nearerHorizonsKnowMoreAndBaselinesAreBeaten() {
    var horizons = outcome.report().horizons();
    HorizonReport evening = horizons.get("D0");
    HorizonReport soon = horizons.get("45m");
    assertTrue(soon.model().auc() > 0.65, "AUC " + soon.model().auc());
    assertTrue(soon.model().auc() > evening.model().auc());
    assertTrue(soon.model().logLoss() < soon.routeByHour().logLoss());
    assertTrue(soon.model().mae() < soon.baseRate().mae());
    assertEquals(0.8, soon.model().coverage(), 0.08);
    assertEquals(soon.baseRate().rows(), soon.model().rows());
  }

  /** One flight in so many was none of a small window: every value was the same to its model. */
  @Test
  void aSmallWindowTellsValuesApart() {
    Recipe brief = RECIPE.lasting(512, 1);
    Training.Outcome small =
        Training.run(
            Sky.table(Sky.flights(12, 24, 3)),
            new Training.Plan(2, 2, 1, brief, brief),
            line -> {});
    Encoding encoding = small.model().encoding();
    for (String name : List.of("rotation.inbound_known", "congestion.network_hour")) {
      assertTrue(encoding.edges()[encoding.names().indexOf(name)].length > 20, name);
    }
  }

  @Test
  void theFolderBringsTheSameForecasts() throws IOException {
    outcome.model().save(folder);
    DelayModel read = DelayModel.load(folder);
    int day = Sky.firstDay() + 34;
    Rows rows =
        outcome
            .model()
            .fresh()
            .rows(flights, EnumSet.of(Horizon.H2), i -> flights.localDay(i) == day);
    assertTrue(rows.size() > 100);
    for (int r = 0; r < rows.size(); r++) {
      Forecast f = outcome.model().forecast(rows, r, day, true);
      assertEquals(f, read.forecast(rows, r, day, true));
      assertTrue(f.minutes10() <= f.minutes50() && f.minutes50() <= f.minutes90());
      assertEquals(4, f.reasons().size());
    }
    assertEquals(outcome.model().metadata().get("fit_from"), read.metadata().get("fit_from"));
  }

  @Test
  void reasonsAddUpToTheDistanceFromTheUsualFlight() {
    int day = Sky.firstDay() + 34;
    Rows rows =
        outcome
            .model()
            .fresh()
            .rows(flights, EnumSet.of(Horizon.M45), i -> flights.localDay(i) == day);
    // What is left after the pushes is the same for every flight of a horizon.
    double usual = Double.NaN;
    for (int r = 0; r < rows.size(); r++) {
      double raw = outcome.model().answers(rows)[r].logOdds();
      double points = 100 / (1 + Math.exp(-raw));
      for (Forecast.Reason reason : outcome.model().forecast(rows, r, day, true).reasons()) {
        points -= reason.points();
      }
      usual = Double.isNaN(usual) ? points : usual;
      assertEquals(usual, points, 1e-3);
      if (r == 20) {
        break;
      }
    }
  }

  @Test
  void theReportIsJson() throws IOException {
    ObjectMapper json = new ObjectMapper();
    var tree = json.readTree(json.writeValueAsString(outcome.report()));
    assertTrue(tree.at("/horizons/2h/model/auc").isNumber());
    assertEquals(outcome.report().kept(), tree.get("kept").asInt());
  }

  @Test
  void tooFewDaysAreRefused() {
    Flights few = Sky.table(Sky.flights(10, 10, 1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Training.run(few, PLAN, line -> {}))
            .getMessage();
    assertTrue(message.contains("leave none to train on"), message);
  }
}
