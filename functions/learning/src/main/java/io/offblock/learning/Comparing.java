package io.offblock.learning;

import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.RollingCorrection;
import io.offblock.model.network.Rows;
import io.offblock.model.promotion.PromotionGate;
import io.offblock.model.training.Held;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether a challenger takes the champion's place: both forecast, two hours before, the last days
 * of the window, which the challenger's training did not get. A model of the simulated world and
 * one of a real world are not compared: the real one serves.
 */
final class Comparing {
  private static final int TIMED = 2000;

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
    int seen =
        (int) LocalDate.parse(String.valueOf(challenger.metadata().get("held_to"))).toEpochDay();
    Rows rows = rows(challenger, seen + 1);
    Scores ours = new Held(flights, challenger, rows, seen + 1).scores(Horizon.H2, true);
    if (ours.size() == 0) {
      return Verdict.keep("the window has no flight after its training to be judged by");
    }
    Scores theirs =
        new Held(flights, champions, rows(champions, seen + 1), seen + 1).scores(Horizon.H2, true);
    PromotionGate.Decision decision =
        new PromotionGate(flights)
            .decide(ours, Optional.of(theirs), seen, p95Micros(challenger, rows, seen + 1));
    log.accept(
        "champion %s, challenger %s: %s".formatted(Metrics.of(theirs), Metrics.of(ours), decision));
    return decision.promote()
        ? Verdict.promote(
            "%s; log loss %.4f, the champion's %.4f, on %d flights"
                .formatted(
                    decision.reason(),
                    Metrics.of(ours).logLoss(),
                    Metrics.of(theirs).logLoss(),
                    ours.size()))
        : Verdict.keep(decision.reason());
  }

  private Rows rows(DelayModel model, int from) {
    return model
        .fresh()
        .rows(
            flights,
            EnumSet.of(Horizon.H2),
            i -> flights.hasDelay(i) && flights.localDay(i) >= from - RollingCorrection.OLDEST);
  }

  private static double p95Micros(DelayModel model, Rows rows, int day) {
    long[] nanos = new long[Math.min(TIMED, rows.size())];
    for (int r = 0; r < nanos.length; r++) {
      long began = System.nanoTime();
      model.forecast(rows, r, day, false);
      nanos[r] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length * 95 / 100] / 1e3;
  }
}
