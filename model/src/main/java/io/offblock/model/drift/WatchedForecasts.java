package io.offblock.model.drift;

import io.offblock.model.drift.DriftReport.Expected;
import io.offblock.model.drift.DriftReport.Forecasts;
import io.offblock.model.drift.DriftReport.Week;
import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.evaluation.Slices;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import io.offblock.model.forecast.Forecast;
import io.offblock.model.network.Rows;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** What a model forecast of flights two hours before, and how that compares with what came. */
final class WatchedForecasts {
  private final Map<Integer, Forecast> forecasts = new HashMap<>();

  WatchedForecasts(Flights flights, DelayModel model, IntPredicate wanted) {
    Rows rows = model.fresh().rows(flights, EnumSet.of(Horizon.H2), wanted);
    for (int r = 0; r < rows.size(); r++) {
      int flight = rows.flight(r);
      forecasts.put(flight, model.forecast(rows, r, flights.localDay(flight), false));
    }
  }

  /** Probability of being late. */
  double of(int flight) {
    return forecasts.get(flight).probability();
  }

  Forecasts judged(int[] chosen, Flights flights) {
    double[][] q = new double[4][chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      Forecast f = forecasts.get(chosen[i]);
      q[0][i] = f.probability();
      q[1][i] = f.minutes10();
      q[2][i] = f.minutes50();
      q[3][i] = f.minutes90();
    }
    Scores scores =
        new Scores(
            q[0],
            q[1],
            q[2],
            q[3],
            Arrays.stream(chosen).map(flights::arrivalDelay).toArray(),
            chosen,
            Arrays.stream(chosen).map(flights::localDay).toArray());
    return new Forecasts(
        expected(q[0]), Metrics.of(scores), weeks(scores), Slices.of(flights, scores, i -> false));
  }

  /** Each forecast counts as late with its own probability. */
  static Expected expected(double[] probabilities) {
    double[] p = probabilities.clone();
    Arrays.sort(p);
    double late = 0;
    double onTime = 0;
    double pairs = 0;
    double loss = 0;
    double brier = 0;
    for (int i = 0; i < p.length; ) {
      int end = i;
      double tiedLate = 0;
      double tiedOnTime = 0;
      while (end < p.length && p[end] == p[i]) {
        tiedLate += p[end];
        tiedOnTime += 1 - p[end];
        loss -= p[end] * log(p[end]) + (1 - p[end]) * log(1 - p[end]);
        brier += p[end] * (1 - p[end]);
        end++;
      }
      pairs += tiedLate * (onTime + tiedOnTime / 2);
      late += tiedLate;
      onTime += tiedOnTime;
      i = end;
    }
    int n = p.length;
    return new Expected(late / n, pairs / (late * onTime), loss / n, brier / n);
  }

  private static double log(double p) {
    return Math.log(Math.max(1e-12, p));
  }

  private static List<Week> weeks(Scores s) {
    Map<LocalDate, Integer> seen = new TreeMap<>();
    for (int day : s.day()) {
      seen.merge(monday(day), 1, Integer::sum);
    }
    return seen.entrySet().stream()
        .map(
            week -> {
              Scores of = s.where(i -> monday(s.day()[i]).equals(week.getKey()));
              Metrics m = Metrics.of(of);
              return new Week(
                  week.getKey().toString(),
                  m.rows(),
                  Arrays.stream(of.probability()).average().orElse(Double.NaN),
                  m.baseRate(),
                  m.ece());
            })
        .toList();
  }

  private static LocalDate monday(int day) {
    return LocalDate.ofEpochDay(day).with(DayOfWeek.MONDAY);
  }
}
