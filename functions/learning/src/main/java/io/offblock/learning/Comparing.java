package io.offblock.learning;

import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.RollingCorrection;
import io.offblock.model.network.Rows;
import io.offblock.model.training.Held;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Whether a challenger forecasts no worse than the champion, two hours before, on the days that its
 * training held back. A model of the simulated world and one of a real world are not compared: the
 * real one serves.
 */
final class Comparing {
  /** Log loss that a challenger may be worse by, at most, with 95 % certainty. */
  static final double MARGIN = .005;

  private static final double LARGEST_ECE = .02;
  private static final double LEAST_COVERAGE = .77;
  private static final double MOST_COVERAGE = .83;
  private static final double SLICE_AUC = .02;
  private static final double SLICE_SHARE = .01;
  private static final double SLOWEST_MILLIS = .3;
  private static final int DRAWS = 2000;

  private final Flights flights;
  private final Consumer<String> log;

  Comparing(Flights flights, Consumer<String> log) {
    this.flights = flights;
    this.log = log;
  }

  Verdict of(
      Champion champion, DelayModel champions, TrainingWindow window, DelayModel challenger) {
    if (!champion.world().equals(window.world())) {
      return window.world().equals("real")
          ? Verdict.promote("the champion knew the simulated world only")
          : Verdict.keep("it knows the simulated world only, the champion the real one");
    }
    int from =
        (int) LocalDate.parse(String.valueOf(challenger.metadata().get("held_from"))).toEpochDay();
    Scores theirs = scores(champions, from);
    Scores ours = scores(challenger, from);
    double slow = slowest(challenger, from);
    Verdict verdict = judge(theirs, ours, slow);
    log.accept(
        "champion %s, challenger %s: %s"
            .formatted(Metrics.of(theirs), Metrics.of(ours), verdict.reason()));
    return verdict;
  }

  /**
   * The rule itself.
   *
   * @param champion its forecasts
   * @param challenger those of the challenger, of the same flights in the same order
   * @param millis 95 of 100 forecasts of the challenger are faster
   */
  Verdict judge(Scores champion, Scores challenger, double millis) {
    if (!Arrays.equals(champion.flight(), challenger.flight()) || challenger.size() == 0) {
      return Verdict.keep("there are no flights that both forecast");
    }
    double[] worse = worseBy(champion, challenger);
    if (worse[0] > 0) {
      return Verdict.keep("its log loss is worse, by %.4f at least".formatted(worse[0]));
    }
    if (worse[1] > MARGIN) {
      return Verdict.keep(
          "its log loss may be worse by %.4f; %.3f is allowed".formatted(worse[1], MARGIN));
    }
    Metrics m = Metrics.of(challenger);
    if (m.ece() > LARGEST_ECE) {
      return Verdict.keep(
          "its calibration error is %.4f, above %.2f".formatted(m.ece(), LARGEST_ECE));
    }
    if (m.coverage() < LEAST_COVERAGE || m.coverage() > MOST_COVERAGE) {
      return Verdict.keep(
          "its 80 %% interval holds %.3f of the outcomes, not %.2f to %.2f"
              .formatted(m.coverage(), LEAST_COVERAGE, MOST_COVERAGE));
    }
    Optional<String> slice =
        worseSlice("carrier", flights::carrier, champion, challenger)
            .or(() -> worseSlice("origin", flights::origin, champion, challenger));
    if (slice.isPresent()) {
      return Verdict.keep(slice.get());
    }
    if (millis > SLOWEST_MILLIS) {
      return Verdict.keep(
          "a forecast takes %.2f ms, more than %.1f".formatted(millis, SLOWEST_MILLIS));
    }
    return Verdict.promote(
        "log loss %.4f against %.4f, between %.4f better and %.4f worse by day"
            .formatted(m.logLoss(), Metrics.of(champion).logLoss(), -worse[0], worse[1]));
  }

  /** What the mean log loss is worse by: 5 and 95 % of draws of whole days with replacement. */
  static double[] worseBy(Scores champion, Scores challenger) {
    Map<Integer, double[]> days = new TreeMap<>();
    for (int i = 0; i < champion.size(); i++) {
      double[] day = days.computeIfAbsent(champion.day()[i], d -> new double[2]);
      day[0] += loss(challenger, i) - loss(champion, i);
      day[1]++;
    }
    List<double[]> sums = List.copyOf(days.values());
    SplittableRandom random = new SplittableRandom(1);
    double[] means =
        IntStream.range(0, DRAWS)
            .mapToDouble(
                n -> {
                  double loss = 0;
                  double rows = 0;
                  for (int d = 0; d < sums.size(); d++) {
                    double[] day = sums.get(random.nextInt(sums.size()));
                    loss += day[0];
                    rows += day[1];
                  }
                  return loss / rows;
                })
            .sorted()
            .toArray();
    return new double[] {means[DRAWS / 20], means[DRAWS - DRAWS / 20 - 1]};
  }

  private static double loss(Scores s, int i) {
    double p = s.probability()[i];
    return -Math.log(Math.max(1e-12, s.late(i) ? p : 1 - p));
  }

  private Optional<String> worseSlice(
      String kind, IntFunction<String> of, Scores champion, Scores challenger) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < champion.size(); i++) {
      counts.merge(of.apply(champion.flight()[i]), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > SLICE_SHARE * champion.size())
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(
            e -> {
              double before = auc(champion, of, e.getKey());
              double now = auc(challenger, of, e.getKey());
              return now < before - SLICE_AUC
                  ? "its AUC for %s %s is %.3f, the champion's %.3f"
                      .formatted(kind, e.getKey(), now, before)
                  : "";
            })
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private static double auc(Scores s, IntFunction<String> of, String wanted) {
    return Metrics.of(s.where(i -> of.apply(s.flight()[i]).equals(wanted))).auc();
  }

  private Scores scores(DelayModel model, int from) {
    Rows rows =
        model
            .fresh()
            .rows(
                flights,
                java.util.EnumSet.of(Horizon.H2),
                i -> flights.hasDelay(i) && flights.localDay(i) >= from - RollingCorrection.OLDEST);
    return new Held(flights, model, rows, from).scores(Horizon.H2, true);
  }

  private double slowest(DelayModel model, int from) {
    Rows rows =
        model
            .fresh()
            .rows(
                flights,
                java.util.EnumSet.of(Horizon.H2),
                i -> flights.hasDelay(i) && flights.localDay(i) == from);
    long[] nanos = new long[Math.min(2000, rows.size())];
    for (int r = 0; r < nanos.length; r++) {
      long began = System.nanoTime();
      model.forecast(rows, r, from, false);
      nanos[r] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    return nanos.length == 0 ? 0 : nanos[nanos.length * 95 / 100] / 1e6;
  }
}
