package io.offblock.model.training;

import io.offblock.model.evaluation.Baselines;
import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.evaluation.Slices;
import io.offblock.model.feature.FeatureStream;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.feature.MemoryState;
import io.offblock.model.forecast.Calibration;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.Encoder;
import io.offblock.model.forecast.RollingCorrection;
import io.offblock.model.forecast.Vocabulary;
import io.offblock.model.network.Encoding;
import io.offblock.model.network.NetworkTrainer;
import io.offblock.model.network.NetworkTrainer.Recipe;
import io.offblock.model.network.Rows;
import io.offblock.model.training.TrainingReport.Cost;
import io.offblock.model.training.TrainingReport.HorizonReport;
import io.offblock.model.training.TrainingReport.Window;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * From flights to a model and a report of how good it is on later days. The latest days are held
 * back until it is known how long to train and how good it is; the model that is handed over is
 * then trained on them too, for as long, and keeps the calibration that they gave.
 */
public final class Training {
  /** Flights whose encoding is fitted on, one in so many, where that leaves enough. */
  private static final int SAMPLE = 61;

  /** Enough of them. Of fewer flights more are taken: a sample of none leaves a model blind. */
  private static final int SAMPLED = 5000;

  /** One flight in so many has a row between the horizons too. */
  private static final int BETWEEN = 3;

  /**
   * What to train on.
   *
   * @param historyDays first days that only feed history
   * @param heldDays last days that are held back: for stopping, calibration and the report
   * @param oneIn of the flights to fit one in so many is used: 1 for all
   * @param recipe of the network for the moments of the day
   * @param evening of the network for the evening before
   */
  public record Plan(int historyDays, int heldDays, int oneIn, Recipe recipe, Recipe evening) {
    /** How many times fewer rows the evening before has than the other moments together. */
    private static final int FEWER = 4;

    /** Two weeks of history, sixteen days held back, all flights. */
    public static Plan standard() {
      return new Plan(14, 16, 1, Recipe.standard(), Recipe.evening());
    }

    /** The standard recipes on other days and for another time. */
    public static Plan lasting(
        int historyDays, int heldDays, int oneIn, int rowsAnEpoch, int epochs) {
      return new Plan(
          historyDays,
          heldDays,
          oneIn,
          Recipe.standard().lasting(rowsAnEpoch, epochs),
          Recipe.evening().lasting(Math.max(1, rowsAnEpoch / FEWER), epochs));
    }
  }

  /** The model and what is to be told of it. */
  public record Outcome(DelayModel model, TrainingReport report) {}

  private final Flights flights;
  private final Plan plan;
  private final Consumer<String> progress;
  private final int first;
  private final int fitFrom;
  private final int heldFrom;
  private final int last;

  private Training(Flights flights, Plan plan, Consumer<String> progress) {
    this.flights = flights;
    this.plan = plan;
    this.progress = progress;
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (int i = 0; i < flights.size(); i++) {
      if (flights.hasDelay(i)) {
        low = Math.min(low, flights.localDay(i));
        high = Math.max(high, flights.localDay(i));
      }
    }
    first = low;
    last = high;
    fitFrom = first + plan.historyDays;
    heldFrom = last - plan.heldDays + 1;
    if (low > high || heldFrom <= fitFrom) {
      throw new IllegalArgumentException(
          "%d days of history and %d held back leave none to train on: the flights span %s"
              .formatted(
                  plan.historyDays,
                  plan.heldDays,
                  low > high ? "no day" : date(first) + " to " + date(last)));
    }
  }

  /**
   * Trains and reports.
   *
   * @param progress is told in a line what is done
   * @throws IllegalArgumentException where the flights span too few days
   */
  public static Outcome run(Flights flights, Plan plan, Consumer<String> progress) {
    return new Training(flights, plan, progress).run();
  }

  private Outcome run() {
    long began = System.nanoTime();
    double cpu = cpuSeconds();
    Vocabulary carriers = vocabulary(flights::carrier);
    Vocabulary airports = vocabulary(flights::origin, flights::destination);
    Encoding encoding = encoding();
    MemoryState memory = FeatureStream.memory(flights, null, end());
    FeatureStream stream = new FeatureStream(flights, null);
    Encoder day = new Encoder(encoding, carriers, airports, stream.names());
    Encoder evening = new Encoder(encoding, carriers, airports, stream.names());
    Encoder held = new Encoder(encoding, carriers, airports, stream.names());
    IntPredicate wanted =
        i ->
            flights.hasDelay(i)
                && flights.localDay(i) >= fitFrom
                && (flights.localDay(i) >= heldFrom - RollingCorrection.OLDEST || chosen(i));
    stream.run(
        EnumSet.allOf(Horizon.class),
        wanted,
        i -> i % BETWEEN == 0 && chosen(i) && wanted.test(i) && flights.localDay(i) < heldFrom,
        (i, h, age, values) -> {
          boolean later = flights.localDay(i) >= heldFrom;
          if (!later && chosen(i)) {
            (h == Horizon.D0 ? evening : day).add(flights, i, h, values);
          }
          if (h != null
              && flights.localDay(i) >= heldFrom - RollingCorrection.oldest(h.ordinal())) {
            held.add(flights, i, h, values);
          }
        });
    double features = seconds(began);
    int fitRows = day.rows().size() + evening.rows().size();
    progress.accept(
        "features of %,d rows to fit and %,d later ones in %.0f s"
            .formatted(fitRows, held.rows().size(), features));
    long trainingBegan = System.nanoTime();
    SpecialistTraining.Scope scope =
        new SpecialistTraining.Scope(
            flights, encoding, carriers, airports, heldFrom, this::chosen, progress);
    SpecialistTraining ofDay = SpecialistTraining.day(scope, plan.recipe, day.rows());
    SpecialistTraining ofEvening = SpecialistTraining.evening(scope, plan.evening, evening.rows());
    NetworkTrainer.Trained trainedDay = ofDay.train(held.rows());
    NetworkTrainer.Trained trainedEvening = ofEvening.train(held.rows());
    DelayModel judged =
        calibrated(
            new DelayModel(
                encoding,
                ofEvening.specialist(trainedEvening.weights()),
                ofDay.specialist(trainedDay.weights()),
                carriers,
                airports,
                Calibration.none(),
                new RollingCorrection(),
                Optional.of(memory),
                metadata()),
            held.rows());
    Held scored = new Held(flights, judged, held.rows(), heldFrom);
    Map<String, HorizonReport> horizons = horizons(scored);
    DelayModel model =
        judged.with(
            ofEvening.again(held.rows(), trainedEvening), ofDay.again(held.rows(), trainedDay));
    double training = seconds(trainingBegan);
    TrainingReport report =
        new TrainingReport(
            new Window(
                date(first),
                date(fitFrom),
                date(heldFrom - 1),
                date(heldFrom),
                date(last),
                flights.size(),
                fitRows,
                held.rows().size()),
            plan.recipe,
            trainedDay.epochs(),
            trainedDay.kept(),
            horizons,
            List.of(),
            new Cost(features, training, cpuSeconds() - cpu, scored.micros()));
    return new Outcome(model, report);
  }

  private DelayModel calibrated(DelayModel model, Rows held) {
    Calibration calibration =
        Calibrating.on(model, held, r -> flights.localDay(held.flight(r)) >= heldFrom);
    DelayModel calibrated = model.with(calibration, new RollingCorrection());
    RollingCorrection correction = RollingCorrection.of(flights, held, calibrated.answers(held));
    correction.forgetBefore(last + 1);
    return model.with(calibration, correction);
  }

  private Map<String, HorizonReport> horizons(Held scored) {
    Baselines baselines =
        new Baselines(
            flights,
            i ->
                flights.hasDelay(i)
                    && flights.localDay(i) >= fitFrom
                    && flights.localDay(i) < heldFrom);
    IntPredicate unseen = new Unseen(flights, heldFrom);
    Map<String, HorizonReport> reports = new LinkedHashMap<>();
    for (Horizon h : Horizon.values()) {
      Scores s = scored.scores(h, true);
      if (s.size() > 0) {
        reports.put(
            h.label(),
            new HorizonReport(
                Metrics.of(s),
                Metrics.of(scored.scores(h, false)),
                Metrics.of(baselines.baseRate(s)),
                Metrics.of(baselines.routeByHour(s)),
                Metrics.reliability(s),
                Slices.of(flights, s, unseen)));
      }
    }
    return reports;
  }

  private boolean chosen(int i) {
    return plan.oneIn <= 1 || Math.floorMod(i * 0x9E3779B1, plan.oneIn << 4) < 16;
  }

  private Encoding encoding() {
    FeatureStream stream = new FeatureStream(flights, null);
    List<float[]> sample = new ArrayList<>();
    int n = stream.names().size();
    IntPredicate fitted =
        i ->
            flights.hasDelay(i) && flights.localDay(i) >= fitFrom && flights.localDay(i) < heldFrom;
    int oneIn = (int) (IntStream.range(0, flights.size()).filter(fitted).count() / SAMPLED);
    IntPredicate sampled =
        oneIn >= SAMPLE
            ? i -> Math.floorMod(i * 0x9E3779B1, SAMPLE) == 0
            : i -> i % Math.max(1, oneIn) == 0;
    stream.run(
        Set.of(Horizon.values()),
        i -> fitted.test(i) && sampled.test(i),
        (i, h, age, values) -> sample.add(java.util.Arrays.copyOf(values, n)));
    return Encoding.fit(stream.names(), sample.toArray(float[][]::new));
  }

  @SafeVarargs
  private Vocabulary vocabulary(java.util.function.IntFunction<String>... texts) {
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < flights.size(); i++) {
      if (flights.hasDelay(i) && flights.localDay(i) < heldFrom) {
        for (var text : texts) {
          seen.add(text.apply(i));
        }
      }
    }
    return new Vocabulary(List.copyOf(seen));
  }

  private Map<String, Object> metadata() {
    return Map.of(
        "history_from", date(first),
        "fit_from", date(fitFrom),
        "fit_to", date(heldFrom - 1),
        "held_from", date(heldFrom),
        "held_to", date(last),
        "seed", plan.recipe.seed());
  }

  /** The last departure with an outcome: what arrived up to then is in the table, later is not. */
  private Instant end() {
    return IntStream.range(0, flights.size())
        .filter(flights::hasDelay)
        .mapToObj(flights::scheduledOff)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static String date(int day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getProcessCpuTime() / 1e9
        : Double.NaN;
  }
}
