package io.offblock.model.promotion;

import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.feature.Flights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Whether a challenger may take the champion's place. It is judged on days that it never saw, and
 * beside the champion on the same flights of the same days. All checks are made, so that a refusal
 * names every reason.
 */
public final class PromotionGate {
  /** Log loss that a challenger may at most be worse by, with 95 % certainty. */
  public static final double LOG_LOSS_MARGIN = 0.002;

  /** Largest calibration error. */
  public static final double LARGEST_ECE = 0.02;

  /** Share of flights that the 80 % interval must hold. */
  public static final double[] COVERAGE = {0.77, 0.83};

  /** AUC that no larger carrier or hub may be worse by. */
  public static final double SLICE_LOSS = 0.02;

  /** Share of the flights above which a carrier or hub is looked at. */
  public static final double SLICE_SHARE = 0.01;

  /** Longest time that one forecast of twenty may take, in microseconds. */
  public static final double SLOWEST_MICROS = 300;

  private static final int RESAMPLES = 2000;
  private static final double CERTAINTY = 0.95;

  /**
   * One thing that was looked at.
   *
   * @param name {@code unseen-days}, {@code log-loss}, {@code ece}, {@code coverage}, {@code
   *     carrier}, {@code hub} or {@code latency}
   * @param detail figures and bounds, in words
   */
  public record Check(String name, boolean passed, String detail) {}

  /**
   * @param promote whether all checks passed
   */
  public record Decision(boolean promote, List<Check> checks) {
    /** Why not, in a line; "all checks passed" where it may. */
    public String reason() {
      return promote
          ? "all checks passed"
          : String.join("; ", checks.stream().filter(c -> !c.passed()).map(Check::detail).toList());
    }
  }

  private final Flights flights;

  /**
   * @param flights the table that the scores' flights are places in
   */
  public PromotionGate(Flights flights) {
    this.flights = flights;
  }

  /**
   * Decides.
   *
   * @param champion the champion's forecasts of the same flights in the same order; empty where
   *     there is no champion yet
   * @param lastDaySeen last local day that the challenger saw in training, calibration included, in
   *     days since 1970
   * @param p95Micros 95 % quantile of the time of one forecast
   */
  public Decision decide(
      Scores challenger, Optional<Scores> champion, int lastDaySeen, double p95Micros) {
    List<Check> checks = new ArrayList<>();
    Metrics m = Metrics.of(challenger);
    checks.add(unseen(challenger, lastDaySeen));
    champion.ifPresent(c -> checks.add(logLoss(challenger, c)));
    // Written so that NaN fails.
    checks.add(
        new Check(
            "ece", m.ece() <= LARGEST_ECE, said("ECE %.4f, at most %.2f", m.ece(), LARGEST_ECE)));
    checks.add(
        new Check(
            "coverage",
            m.coverage() >= COVERAGE[0] && m.coverage() <= COVERAGE[1],
            said(
                "the 80 %% interval covers %.3f, %.2f to %.2f wanted",
                m.coverage(), COVERAGE[0], COVERAGE[1])));
    champion.ifPresent(
        c -> {
          checks.add(slices("carrier", challenger, c, flights::carrier));
          checks.add(slices("hub", challenger, c, flights::origin));
        });
    checks.add(
        new Check(
            "latency",
            p95Micros <= SLOWEST_MICROS,
            said("p95 of one forecast %.0f µs, at most %.0f", p95Micros, SLOWEST_MICROS)));
    return new Decision(checks.stream().allMatch(Check::passed), List.copyOf(checks));
  }

  private static Check unseen(Scores s, int lastDaySeen) {
    int first = Integer.MAX_VALUE;
    for (int day : s.day()) {
      first = Math.min(first, day);
    }
    boolean passed = s.size() > 0 && first > lastDaySeen;
    return new Check(
        "unseen-days",
        passed,
        s.size() == 0
            ? "there is no flight to judge it by"
            : passed
                ? "judged on days it never saw"
                : "judged on days it was trained on: score later ones");
  }

  /** Paired bootstrap by day: flights of one day share its weather, so days are drawn, not rows. */
  private static Check logLoss(Scores challenger, Scores champion) {
    if (!java.util.Arrays.equals(challenger.flight(), champion.flight())) {
      throw new IllegalArgumentException("the two were not scored on the same flights");
    }
    Map<Integer, double[]> days = new TreeMap<>();
    for (int i = 0; i < challenger.size(); i++) {
      double[] day = days.computeIfAbsent(challenger.day()[i], d -> new double[2]);
      day[0] += loss(challenger, i) - loss(champion, i);
      day[1]++;
    }
    double[][] all = days.values().toArray(double[][]::new);
    double[] means = new double[RESAMPLES];
    Random random = new Random(1);
    for (int k = 0; k < RESAMPLES; k++) {
      double sum = 0;
      double n = 0;
      for (int d = 0; d < all.length; d++) {
        double[] day = all[random.nextInt(all.length)];
        sum += day[0];
        n += day[1];
      }
      means[k] = sum / n;
    }
    java.util.Arrays.sort(means);
    double bound = means[(int) (CERTAINTY * (RESAMPLES - 1))];
    return new Check(
        "log-loss",
        bound <= LOG_LOSS_MARGIN,
        said(
            "log loss against the champion's: %+.4f at most with 95 %% certainty over %d days,"
                + " %+.4f allowed",
            bound, all.length, LOG_LOSS_MARGIN));
  }

  private static double loss(Scores s, int i) {
    double p = s.probability()[i];
    return -Math.log(Math.max(1e-12, s.late(i) ? p : 1 - p));
  }

  private Check slices(String kind, Scores challenger, Scores champion, IntFunction<String> keyOf) {
    Map<String, Integer> counts = new HashMap<>();
    for (int flight : challenger.flight()) {
      counts.merge(keyOf.apply(flight), 1, Integer::sum);
    }
    List<String> worse = new ArrayList<>();
    new TreeMap<>(counts)
        .forEach(
            (key, count) -> {
              if (count > SLICE_SHARE * challenger.size()) {
                double now = auc(challenger, keyOf, key);
                double before = auc(champion, keyOf, key);
                if (before - now > SLICE_LOSS) {
                  worse.add(said("%s %.3f after %.3f", key, now, before));
                }
              }
            });
    return new Check(
        kind,
        worse.isEmpty(),
        worse.isEmpty()
            ? "no %s is worse by more than %.2f AUC".formatted(kind, SLICE_LOSS)
            : "AUC by " + kind + " fell: " + String.join(", ", worse));
  }

  private static double auc(Scores s, IntFunction<String> keyOf, String key) {
    return Metrics.of(s.where(i -> keyOf.apply(s.flight()[i]).equals(key))).auc();
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
