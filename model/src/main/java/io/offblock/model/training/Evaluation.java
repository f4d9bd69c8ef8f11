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

/**
 * Trains on some months and scores another that the training never saw: the way to check what is
 * claimed.
 */
public record Evaluation(DelayModel model, Report report) {
  /** Flights from somewhere. */
  @FunctionalInterface
  public interface Source {
    /**
     * Hands over each of them.
     *
     * @return rows that no flight could be made of
     */
    long read(Consumer<HistoricFlight> each) throws IOException;
  }

  /**
   * What became of a source's rows; the parts add up to the rows.
   *
   * @param unreadable no flight can be made of them
   * @param cancelled have no delay
   * @param diverted have no delay
   * @param unknown without an actual time, so without a delay
   * @param delays flights with a delay
   */
  public record Account(
      long rows, long unreadable, long cancelled, long diverted, long unknown, long delays) {}

  /**
   * @param training of the months trained on
   * @param trained rows of these months
   * @param tested rows of the months scored; each with a delay is scored at each horizon
   * @param testFrom first day scored
   * @param testTo last day scored
   * @param test figures by horizon
   */
  public record Report(
      TrainingReport training,
      Account trained,
      Account tested,
      String testFrom,
      String testTo,
      Map<String, HorizonReport> test) {}

  /**
   * Trains and scores. Features of the test days are computed as time passes through both sets, as
   * it would have been; the network, its bins and its calibration come from the training set alone.
   *
   * @throws IllegalArgumentException where the two sets are not one after the other
   */
  public static Evaluation run(
      Source train,
      Source test,
      List<Horizon> horizons,
      Training.Plan plan,
      Consumer<String> progress)
      throws IOException {
    Flights.Builder all = new Flights.Builder(Airports.packaged());
    Counting trained = new Counting(all);
    Counting tested = new Counting(all);
    Account fit = trained.account(train.read(trained));
    progress.accept("%,d rows to train on".formatted(fit.rows()));
    Account later = tested.account(test.read(tested));
    progress.accept("%,d rows to score".formatted(later.rows()));
    Flights flights = all.build();
    int[] days = days(flights, (int) (fit.rows() - fit.unreadable()));
    Training.Outcome outcome = Training.run(flights.before(days[0]), plan, progress);
    Map<String, HorizonReport> figures = scored(outcome, flights, days[0], horizons, progress);
    return new Evaluation(
        outcome.model(),
        new Report(
            outcome.report(),
            fit,
            later,
            LocalDate.ofEpochDay(days[0]).toString(),
            LocalDate.ofEpochDay(days[1]).toString(),
            figures));
  }

  /** First and last day of the test flights. */
  private static int[] days(Flights flights, int trained) {
    int lastTrained = Integer.MIN_VALUE;
    int from = Integer.MAX_VALUE;
    int to = Integer.MIN_VALUE;
    for (int i = 0; i < flights.size(); i++) {
      if (flights.source(i) < trained) {
        lastTrained = Math.max(lastTrained, flights.localDay(i));
      } else if (flights.hasDelay(i)) {
        from = Math.min(from, flights.localDay(i));
        to = Math.max(to, flights.localDay(i));
      }
    }
    if (from > to) {
      throw new IllegalArgumentException("the test files hold no flight that arrived");
    }
    if (lastTrained >= from) {
      throw new IllegalArgumentException(
          "the test begins on %s and the training ends on %s: test on days after it"
              .formatted(LocalDate.ofEpochDay(from), LocalDate.ofEpochDay(lastTrained)));
    }
    return new int[] {from, to};
  }

  /** Fills the table and counts. */
  private static final class Counting implements Consumer<HistoricFlight> {
    private final Flights.Builder flights;
    private long rows;
    private long cancelled;
    private long diverted;
    private long delays;

    Counting(Flights.Builder flights) {
      this.flights = flights;
    }

    @Override
    public void accept(HistoricFlight f) {
      flights.add(f);
      rows++;
      cancelled += f.cancelled() ? 1 : 0;
      diverted += f.diverted() && !f.cancelled() ? 1 : 0;
      delays +=
          !f.cancelled() && !f.diverted() && f.actualOn().isPresent() && f.actualOff().isPresent()
              ? 1
              : 0;
    }

    Account account(long unreadable) {
      return new Account(
          rows + unreadable,
          unreadable,
          cancelled,
          diverted,
          rows - cancelled - diverted - delays,
          delays);
    }
  }

  private static Map<String, HorizonReport> scored(
      Training.Outcome outcome,
      Flights flights,
      int from,
      List<Horizon> horizons,
      Consumer<String> progress) {
    Rows rows =
        outcome
            .model()
            .fresh()
            .rows(
                flights,
                EnumSet.copyOf(horizons),
                i -> flights.hasDelay(i) && flights.localDay(i) >= from - RollingCorrection.OLDEST);
    progress.accept("scoring %,d rows of later days".formatted(rows.size()));
    Held held = new Held(flights, outcome.model(), rows, from);
    Baselines baselines =
        new Baselines(flights, i -> flights.hasDelay(i) && flights.localDay(i) < from);
    Unseen unseen = new Unseen(flights, from);
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
    return reports;
  }
}
