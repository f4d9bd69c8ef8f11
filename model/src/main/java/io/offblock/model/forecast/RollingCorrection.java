package io.offblock.model.forecast;

import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.network.Layout;
import io.offblock.model.network.Network;
import io.offblock.model.network.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The level moves between months, and a trained model does not see it. From the outcomes of the
 * days to d-2 this moves the forecasts of day d: the log odds by one number that makes the expected
 * number of late flights the observed one, each quantile by the minutes that make it keep its
 * promise. A day counts for less the older it is, so that the level is followed and one stormy day
 * is not; the evening before, when the next day's weather is hidden in each of these outcomes, only
 * the mean of a month is followed, and with reserve. It is a state of its own, a few counts a day,
 * and needs no training.
 *
 * <p>Days are local at the origin, in days since 1970. Many threads may ask for shifts, one may
 * change it, not both at once.
 */
public final class RollingCorrection {
  /** The oldest day that counts for a day at any horizon, so many days before it. */
  public static final int OLDEST = 30;

  /** The newest day that counts: outcomes of the day before are not all in. */
  public static final int NEWEST = 2;

  private static final double BIN = 0.05;
  private static final int BINS = 320;
  private static final int LEAST_MINUTES = -120;
  private static final int MINUTES = 480;

  /** Late flights in the prior: with few outcomes the correction stays small. */
  private static final double PRIOR = 10;

  private static final double PRIOR_FLIGHTS = 200;
  private static final double[] PROMISES = {0.1, 0.5, 0.9};

  /**
   * How a level is followed: what is gained by a quick answer against what single days blur.
   *
   * @param oldest day that counts, so many days before the one that is corrected
   * @param fading what a day counts beside the one after it
   * @param priorDays so many days of no correction count too: with few days it is smaller
   */
  private record Pace(int oldest, double fading, double priorDays) {
    /** The middle of the days lies five days back. */
    static final Pace DAY = new Pace(18, 0.85, 0.2);

    /**
     * One day's outcomes differ from the next one's by more than the level moves in a month, and to
     * follow them costs ranking (docs/model.md has the trials).
     */
    static final Pace EVENING = new Pace(OLDEST, 1, 10);

    static Pace of(int horizon) {
      return horizon == Horizon.D0.ordinal() ? EVENING : DAY;
    }
  }

  private final NavigableMap<Integer, Day[]> days = new TreeMap<>();
  private final Map<Long, Shift> shifts = new ConcurrentHashMap<>();

  /**
   * What to add.
   *
   * @param logOdds to the calibrated log odds
   * @param low minutes to the 10 % quantile
   * @param median minutes to the middle
   * @param high minutes to the 90 % quantile
   */
  public record Shift(double logOdds, double low, double median, double high) {
    static final Shift NONE = new Shift(0, 0, 0, 0);
  }

  /** Counts of one day and horizon: forecasts by log odds, late ones, and what quantiles missed. */
  record Day(int[] forecasts, int[] missedLow, int[] missedMedian, int[] missedHigh, int[] late) {
    Day() {
      this(new int[BINS], new int[MINUTES], new int[MINUTES], new int[MINUTES], new int[1]);
    }
  }

  /** Days together, each with its weight. */
  private static final class Weighted {
    final double[] forecasts = new double[BINS];
    final double[] missedLow = new double[MINUTES];
    final double[] missedMedian = new double[MINUTES];
    final double[] missedHigh = new double[MINUTES];
    double late;
    double days;

    void add(Day d, double weight) {
      add(d.forecasts, forecasts, weight);
      add(d.missedLow, missedLow, weight);
      add(d.missedMedian, missedMedian, weight);
      add(d.missedHigh, missedHigh, weight);
      late += weight * d.late[0];
      days += weight;
    }

    private static void add(int[] from, double[] to, double weight) {
      for (int i = 0; i < to.length; i++) {
        to[i] += weight * from[i];
      }
    }
  }

  /**
   * Takes in what came of a forecast as it was before this correction.
   *
   * @param horizon its ordinal
   * @param logOdds calibrated
   * @param low quantiles in minutes, calibrated
   * @param delay minutes late at the gate
   */
  public void observe(
      int horizon, int day, double logOdds, double low, double median, double high, int delay) {
    shifts.clear();
    Day d = days.computeIfAbsent(day, x -> new Day[Layout.HORIZONS])[horizon];
    if (d == null) {
      d = new Day();
      days.get(day)[horizon] = d;
    }
    d.forecasts[bin(logOdds)]++;
    d.late[0] += delay >= 15 ? 1 : 0;
    d.missedLow[minute(delay - low)]++;
    d.missedMedian[minute(delay - median)]++;
    d.missedHigh[minute(delay - high)]++;
  }

  /**
   * All outcomes of some rows.
   *
   * @param answers to the rows, calibrated
   */
  public static RollingCorrection of(Flights flights, Rows rows, Network.Answer[] answers) {
    RollingCorrection correction = new RollingCorrection();
    correction.observe(flights, rows, answers);
    return correction;
  }

  /** Takes in all outcomes of some rows beside what is known. */
  public void observe(Flights flights, Rows rows, Network.Answer[] answers) {
    for (int r = 0; r < answers.length; r++) {
      Network.Answer a = answers[r];
      observe(
          rows.horizon(r),
          flights.localDay(rows.flight(r)),
          a.logOdds(),
          a.low(),
          a.median(),
          a.high(),
          rows.delay(r));
    }
  }

  /** Forgets a day, so that it can be observed anew. */
  public void forget(int day) {
    shifts.clear();
    days.remove(day);
  }

  /** The oldest day that counts for a day at a horizon, so many days before it. */
  public static int oldest(int horizon) {
    return Pace.of(horizon).oldest;
  }

  /** Lets go of days that no forecast of {@code day} or later needs. */
  public void forgetBefore(int day) {
    shifts.clear();
    days.forEach(
        (of, all) -> {
          for (int h = 0; h < all.length; h++) {
            all[h] = of < day - oldest(h) ? null : all[h];
          }
        });
    days.values().removeIf(all -> Arrays.stream(all).allMatch(Objects::isNull));
  }

  /** The days that are known. */
  public List<Integer> known() {
    return List.copyOf(days.keySet());
  }

  /**
   * The correction of a day's forecasts; none where no outcome is known.
   *
   * @param horizon its ordinal; what lies between the horizons has the mean of those of the day
   */
  public Shift shift(int horizon, int day) {
    return shifts.computeIfAbsent((long) horizon << 32 | day, k -> computed(horizon, day));
  }

  private Shift computed(int horizon, int day) {
    if (horizon == Layout.HORIZONS - 1) {
      return between(day);
    }
    Weighted known = new Weighted();
    Pace pace = Pace.of(horizon);
    days.subMap(day - pace.oldest, true, day - NEWEST, true)
        .forEach(
            (of, all) -> {
              if (all[horizon] != null) {
                known.add(all[horizon], Math.pow(pace.fading, day - NEWEST - of));
              }
            });
    if (known.days == 0) {
      return Shift.NONE;
    }
    double n = Arrays.stream(known.forecasts).sum();
    double trust = known.days / (known.days + pace.priorDays);
    double share = trust * n / (n + PRIOR_FLIGHTS);
    return new Shift(
        trust * level(known.forecasts, known.late),
        share * quantile(known.missedLow, n, PROMISES[0]),
        share * quantile(known.missedMedian, n, PROMISES[1]),
        share * quantile(known.missedHigh, n, PROMISES[2]));
  }

  private Shift between(int day) {
    Shift[] three = {computed(1, day), computed(2, day), computed(3, day)};
    return new Shift(
        Arrays.stream(three).mapToDouble(Shift::logOdds).average().orElseThrow(),
        Arrays.stream(three).mapToDouble(Shift::low).average().orElseThrow(),
        Arrays.stream(three).mapToDouble(Shift::median).average().orElseThrow(),
        Arrays.stream(three).mapToDouble(Shift::high).average().orElseThrow());
  }

  private static double level(double[] forecasts, double late) {
    double shift = 0;
    for (int step = 0; step < 30; step++) {
      double gradient = PRIOR * shift - late;
      double curvature = PRIOR;
      for (int b = 0; b < BINS; b++) {
        if (forecasts[b] > 0) {
          double p = Calibration.probability((b - BINS / 2 + 0.5) * BIN + shift);
          gradient += forecasts[b] * p;
          curvature += forecasts[b] * p * (1 - p);
        }
      }
      double move = Math.max(-1, Math.min(1, gradient / curvature));
      shift -= move;
      if (Math.abs(move) < 1e-6) {
        break;
      }
    }
    return shift;
  }

  private static double quantile(double[] missed, double n, double share) {
    double wanted = share * n;
    double seen = 0;
    for (int m = 0; m < MINUTES; m++) {
      if (missed[m] > 0 && seen + missed[m] >= wanted) {
        return LEAST_MINUTES + m + (wanted - seen) / missed[m] - 0.5;
      }
      seen += missed[m];
    }
    return 0;
  }

  private static int bin(double logOdds) {
    return Math.max(0, Math.min(BINS - 1, (int) Math.floor(logOdds / BIN) + BINS / 2));
  }

  private static int minute(double missed) {
    return Math.max(0, Math.min(MINUTES - 1, (int) Math.round(missed) - LEAST_MINUTES));
  }

  /** Its form for a file: per day and horizon the counts that are not zero. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new TreeMap<>();
    days.forEach(
        (day, all) -> {
          List<Object> horizons = new ArrayList<>();
          for (Day d : all) {
            horizons.add(
                d == null
                    ? Map.of()
                    : Map.of(
                        "late", d.late[0],
                        "forecasts", sparse(d.forecasts),
                        "low", sparse(d.missedLow),
                        "median", sparse(d.missedMedian),
                        "high", sparse(d.missedHigh)));
          }
          json.put(String.valueOf(day), horizons);
        });
    return json;
  }

  /** Reads {@link #toJson()}'s form. */
  public static RollingCorrection of(com.fasterxml.jackson.databind.JsonNode json) {
    RollingCorrection correction = new RollingCorrection();
    json.properties()
        .forEach(
            entry -> {
              Day[] all = new Day[Layout.HORIZONS];
              for (int h = 0; h < all.length; h++) {
                var d = entry.getValue().path(h);
                if (!d.path("late").isMissingNode()) {
                  all[h] = new Day();
                  all[h].late[0] = d.path("late").asInt();
                  dense(d.path("forecasts"), all[h].forecasts);
                  dense(d.path("low"), all[h].missedLow);
                  dense(d.path("median"), all[h].missedMedian);
                  dense(d.path("high"), all[h].missedHigh);
                }
              }
              correction.days.put(Integer.parseInt(entry.getKey()), all);
            });
    return correction;
  }

  private static List<Integer> sparse(int[] counts) {
    List<Integer> pairs = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        pairs.add(i);
        pairs.add(counts[i]);
      }
    }
    return pairs;
  }

  private static void dense(com.fasterxml.jackson.databind.JsonNode pairs, int[] counts) {
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      counts[pairs.get(i).asInt()] = pairs.get(i + 1).asInt();
    }
  }
}
