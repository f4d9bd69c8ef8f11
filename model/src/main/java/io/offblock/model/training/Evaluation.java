package io.offblock.model.training;

import io.offblock.airport.Airports;
import io.offblock.model.evaluation.Baselines;
import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.evaluation.Slices;
import io.offblock.model.extract.HistoricFlight;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.RollingCorrection;
import io.offblock.model.network.Rows;
import io.offblock.model.training.TrainingReport.HorizonReport;
import java.io.IOException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Trains on some months and scores another that the training never saw: the way to check what is
 * claimed.
 */
public record Evaluation(DelayModel model, Report report) {
  /** Flights from somewhere. */
  @FunctionalInterface
  public interface Source {
    /** Hands over each of them. */
    void read(Consumer<HistoricFlight> each) throws IOException;
  }

  /**
   * @param training of the months trained on
   * @param testFrom first day scored
   * @param testTo last day scored
   * @param test figures by horizon
   */
  public record Report(
      TrainingReport training, String testFrom, String testTo, Map<String, HorizonReport> test) {}

  /**
   * Trains and scores. Features of the test days are computed as time passes through both sets, as
   * it would have been; the network, its bins and its calibration come from the training set alone.
   */
  public static Evaluation run(
      Source train,
      Source test,
      List<Horizon> horizons,
      Training.Plan plan,
      Consumer<String> progress)
      throws IOException {
    Flights.Builder before = new Flights.Builder(Airports.packaged());
    Flights.Builder all = new Flights.Builder(Airports.packaged());
    train.read(
        f -> {
          before.add(f);
          all.add(f);
        });
    int[] trained = {0};
    int[] tested = {0};
    Flights fit = before.build();
    trained[0] = fit.size();
    test.read(
        f -> {
          all.add(f);
          tested[0]++;
        });
    Flights flights = all.build();
    Training.Outcome outcome = Training.run(fit, plan, progress);
    return of(outcome, flights, trained[0], horizons, progress);
  }

  private static Evaluation of(
      Training.Outcome outcome,
      Flights flights,
      int trained,
      List<Horizon> horizons,
      Consumer<String> progress) {
    IntPredicate isTest = i -> flights.source(i) >= trained && flights.hasDelay(i);
    int from = Integer.MAX_VALUE;
    int to = Integer.MIN_VALUE;
    for (int i = 0; i < flights.size(); i++) {
      if (isTest.test(i)) {
        from = Math.min(from, flights.localDay(i));
        to = Math.max(to, flights.localDay(i));
      }
    }
    if (from > to) {
      throw new IllegalArgumentException("the test files hold no flight that arrived");
    }
    int first = from;
    Rows rows =
        outcome
            .model()
            .fresh()
            .rows(
                flights,
                EnumSet.copyOf(horizons),
                i ->
                    flights.hasDelay(i)
                        && flights.localDay(i) >= first - RollingCorrection.OLDEST
                        && (isTest.test(i) || flights.localDay(i) < first));
    progress.accept("scoring %,d rows of later days".formatted(rows.size()));
    Held held = new Held(flights, outcome.model(), rows, first);
    Baselines baselines =
        new Baselines(flights, i -> flights.hasDelay(i) && flights.source(i) < trained);
    Unseen unseen = new Unseen(flights, first);
    Map<String, HorizonReport> reports = new LinkedHashMap<>();
    for (Horizon h : horizons) {
      Scores s = held.scores(h, true);
      reports.put(
          h.label(),
          new HorizonReport(
              Metrics.of(s),
              Metrics.of(held.scores(h, false)),
              Metrics.of(baselines.baseRate(s)),
              Metrics.of(baselines.routeByHour(s)),
              Metrics.reliability(s),
              Slices.of(flights, s, unseen)));
    }
    return new Evaluation(
        outcome.model(),
        new Report(
            outcome.report(),
            LocalDate.ofEpochDay(from).toString(),
            LocalDate.ofEpochDay(to).toString(),
            reports));
  }
}
