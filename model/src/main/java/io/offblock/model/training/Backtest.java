package io.offblock.model.training;

import io.offblock.model.evaluation.Baselines;
import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.RollingCorrection;
import io.offblock.model.network.Rows;
import io.offblock.model.training.TrainingReport.BacktestRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * A rolling-origin backtest: at each origin a model is trained on what lies before it and scored on
 * the days after it, which neither its training nor its stopping nor its calibration has seen.
 */
public final class Backtest {
  private Backtest() {}

  /**
   * @param flights all of them
   * @param origins how many; the last one ends with the table
   * @param days days scored after each origin
   * @param plan of every training
   * @return a row for each origin and horizon
   * @throws IllegalArgumentException where the first origin leaves no days to train on
   */
  public static List<BacktestRow> run(
      Flights flights, int origins, int days, Training.Plan plan, Consumer<String> progress) {
    int last = Integer.MIN_VALUE;
    for (int i = 0; i < flights.size(); i++) {
      if (flights.hasDelay(i)) {
        last = Math.max(last, flights.localDay(i));
      }
    }
    List<BacktestRow> rows = new ArrayList<>();
    for (int k = origins; k >= 1; k--) {
      int from = last + 1 - k * days;
      int to = from + days - 1;
      progress.accept("origin " + LocalDate.ofEpochDay(from));
      Training.Outcome outcome = Training.run(flights.before(from), plan, progress);
      Flights known = flights.before(to + 1);
      Rows later =
          outcome
              .model()
              .fresh()
              .rows(
                  known,
                  EnumSet.allOf(Horizon.class),
                  i -> known.hasDelay(i) && known.localDay(i) >= from - RollingCorrection.OLDEST);
      Held held = new Held(known, outcome.model(), later, from);
      Baselines naive = new Baselines(known, i -> known.hasDelay(i) && known.localDay(i) < from);
      for (Horizon h : Horizon.values()) {
        Scores scores = held.scores(h, true);
        rows.add(
            new BacktestRow(
                LocalDate.ofEpochDay(from - 1L).toString(),
                LocalDate.ofEpochDay(from).toString(),
                LocalDate.ofEpochDay(to).toString(),
                h.label(),
                Metrics.of(scores),
                Metrics.of(naive.baseRate(scores)),
                Metrics.of(naive.routeByHour(scores))));
      }
    }
    return List.copyOf(rows);
  }
}
