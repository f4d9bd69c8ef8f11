package io.offblock.model.drift;

import io.offblock.model.drift.ColumnDrift.Category;
import io.offblock.model.drift.ColumnDrift.Verdict;
import io.offblock.model.drift.DriftReport.Window;
import io.offblock.model.evaluation.Scores;
import io.offblock.model.feature.FeatureStream;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.forecast.DelayModel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Compares the flights of two windows of one table: every feature as it was two hours before, the
 * categories, the outcomes, and what a model forecast.
 */
public final class DriftWatch {
  /** Rows of a window that are compared; of more, as many are drawn. */
  private static final int MOST = 40_000;

  /** Days whose history is still too short to compare; of a short reference a fifth. */
  private static final int HISTORY = 14;

  /** The noise floor draws whole weeks: what is remembered of a week moves slowly. */
  private static final int WEEK = 7;

  private static final int DRAWS = 8;
  private static final long SEED = 20080331;

  /** Share of the features that must have drifted to be a reason by themselves. */
  private static final double SHARE = 0.1;

  /** Long memory grows with the days it has seen: that it moved is no sign of anything. */
  private static final Pattern GROWS =
      Pattern.compile("memory\\.(?!network|.*recent).*|congestion\\.bank_usual");

  private static final double LARGEST_ECE = 0.02;

  /** Log loss above what the forecasts expect of themselves. */
  private static final double LOSS_MARGIN = 0.02;

  private final Flights flights;
  private final IntPredicate isReference;
  private final IntPredicate isCurrent;
  private final Consumer<String> progress;

  /**
   * @param flights both windows, and what came before them
   * @param isReference flights of the training window
   * @param isCurrent flights of now
   * @param progress is told in a line what is done
   */
  public DriftWatch(
      Flights flights,
      IntPredicate isReference,
      IntPredicate isCurrent,
      Consumer<String> progress) {
    this.flights = flights;
    this.isReference = isReference;
    this.isCurrent = isCurrent;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param model whose forecasts are watched, empty for none
   * @throws IllegalArgumentException where a window holds no flight with a delay
   */
  public DriftReport measure(Optional<DelayModel> model) {
    int from = firstCompared();
    Sample reference = sample(i -> isReference.test(i) && flights.localDay(i) >= from, "training");
    Sample current = sample(isCurrent, "present");
    FeatureStream stream = new FeatureStream(flights, null);
    float[][] values = new float[flights.size()][];
    int width = stream.names().size();
    stream.run(
        EnumSet.of(Horizon.H2),
        i -> reference.has(i) || current.has(i),
        (i, horizon, newest, row) -> values[i] = Arrays.copyOf(row, width));
    progress.accept(
        "features of %,d and %,d flights"
            .formatted(reference.flights.length, current.flights.length));
    NoiseFloor noise =
        new NoiseFloor(
            Arrays.stream(reference.flights).map(i -> flights.localDay(i) / WEEK).toArray(),
            current.flights.length,
            DRAWS,
            SEED);
    List<ColumnDrift> columns = new ArrayList<>();
    for (int f = 0; f < width; f++) {
      int feature = f;
      numbers(
              stream.names().get(f),
              reference.numbers(i -> values[i][feature]),
              current.numbers(i -> values[i][feature]),
              noise)
          .ifPresent(columns::add);
    }
    columns.add(words("carrier", flights::carrier, reference, current, noise));
    columns.add(words("origin", flights::origin, reference, current, noise));
    columns.add(words("destination", flights::destination, reference, current, noise));
    IntFunction<Double> delay = i -> (double) flights.arrivalDelay(i);
    numbers("delay", reference.numbers(delay), current.numbers(delay), noise)
        .ifPresent(columns::add);
    IntFunction<Double> late = i -> flights.arrivalDelay(i) >= Scores.LATE ? 1.0 : 0.0;
    numbers("late", reference.numbers(late), current.numbers(late), noise).ifPresent(columns::add);
    Optional<WatchedForecasts> watched =
        model.map(m -> new WatchedForecasts(flights, m, i -> reference.has(i) || current.has(i)));
    watched.ifPresent(
        w ->
            numbers("forecast", reference.numbers(w::of), current.numbers(w::of), noise)
                .ifPresent(columns::add));
    columns.sort(Comparator.comparing(ColumnDrift::verdict).reversed().thenComparing(far()));
    Optional<DriftReport.Forecasts> forecasts =
        watched.map(w -> w.judged(current.flights, flights));
    return new DriftReport(
        window(reference), window(current), columns, forecasts, reasons(columns, forecasts));
  }

  private static Comparator<ColumnDrift> far() {
    return Comparator.comparingDouble(c -> -c.measures().jensenShannon());
  }

  private static Optional<ColumnDrift> numbers(
      String name, double[] reference, double[] current, NoiseFloor noise) {
    Numbers before = Numbers.of(reference);
    Numbers now = Numbers.of(current);
    return before.size() == 0 || now.size() == 0
        ? Optional.empty()
        : Optional.of(Comparison.of(name, before, now, Optional.of(noise.ofNumbers(reference))));
  }

  private ColumnDrift words(
      String name, IntFunction<String> of, Sample before, Sample now, NoiseFloor noise) {
    // Which categories there are is asked of all flights: a sample may lack a small one.
    ColumnDrift all =
        Comparison.of(name, Words.of(before.all(of)), Words.of(now.all(of)), Optional.empty());
    ColumnDrift sampled =
        Comparison.of(
            name,
            Words.of(before.texts(of)),
            Words.of(now.texts(of)),
            Optional.of(noise.ofWords(before.texts(of).toArray(String[]::new))));
    boolean certain =
        all.vanished().stream().anyMatch(Category::certain)
            || all.appeared().stream().anyMatch(Category::certain);
    return new ColumnDrift(
        name,
        all.kind(),
        all.referenceRows(),
        all.currentRows(),
        0,
        0,
        all.measures(),
        sampled.noise(),
        all.vanished(),
        all.appeared(),
        certain ? Verdict.DRIFTED : sampled.verdict());
  }

  private static List<String> reasons(
      List<ColumnDrift> columns, Optional<DriftReport.Forecasts> forecasts) {
    List<String> reasons = new ArrayList<>();
    int features = 0;
    List<String> drifted = new ArrayList<>();
    for (ColumnDrift c : columns) {
      boolean feature = c.column().contains(".") && !GROWS.matcher(c.column()).matches();
      features += feature ? 1 : 0;
      if (c.verdict() != Verdict.DRIFTED) {
        continue;
      }
      if (feature) {
        drifted.add(c.column());
      } else if (c.column().equals("carrier")) {
        c.vanished().stream()
            .filter(Category::certain)
            .forEach(v -> reasons.add("carrier %s vanished".formatted(v.name())));
        c.appeared().stream()
            .filter(Category::certain)
            .forEach(v -> reasons.add("carrier %s is new".formatted(v.name())));
      }
      if (c.column().matches("delay|late|forecast")) {
        reasons.add(
            said(
                "%s drifted: Jensen-Shannon %.3f, PSI %.3f",
                c.column(), c.measures().jensenShannon(), c.measures().psi()));
      }
    }
    if (drifted.size() > SHARE * features) {
      reasons.add(
          "%d of %d features drifted, most of all %s"
              .formatted(
                  drifted.size(),
                  features,
                  String.join(", ", drifted.subList(0, Math.min(3, drifted.size())))));
    }
    forecasts.ifPresent(
        f -> {
          if (f.observed().ece() > LARGEST_ECE) {
            reasons.add(said("calibration is off: ECE %.3f", f.observed().ece()));
          }
          if (f.observed().logLoss() > f.expected().logLoss() + LOSS_MARGIN) {
            reasons.add(
                said(
                    "forecasts are worse than they expect: log loss %.3f, expected %.3f",
                    f.observed().logLoss(), f.expected().logLoss()));
          }
        });
    return reasons;
  }

  private int firstCompared() {
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
    for (int i = 0; i < flights.size(); i++) {
      if (flights.hasDelay(i) && isReference.test(i)) {
        first = Math.min(first, flights.localDay(i));
        last = Math.max(last, flights.localDay(i));
      }
    }
    return last < first ? first : first + Math.min(HISTORY, (last - first + 1) / 5);
  }

  private Window window(Sample s) {
    return new Window(
        LocalDate.ofEpochDay(flights.localDay(s.whole[0])).toString(),
        LocalDate.ofEpochDay(flights.localDay(s.whole[s.whole.length - 1])).toString(),
        s.whole.length,
        s.flights.length);
  }

  private Sample sample(IntPredicate wanted, String what) {
    int[] whole =
        java.util.stream.IntStream.range(0, flights.size())
            .filter(i -> flights.hasDelay(i) && wanted.test(i))
            .toArray();
    if (whole.length == 0) {
      throw new IllegalArgumentException(
          "the %s window holds no flight that arrived%s"
              .formatted(
                  what,
                  what.equals("training")
                      ? ", its first %d days left out for their short history".formatted(HISTORY)
                      : ""));
    }
    int step = Math.max(1, (whole.length + MOST - 1) / MOST);
    return new Sample(
        whole,
        Arrays.stream(whole)
            .filter(i -> step == 1 || Integer.remainderUnsigned(i * 0x9E3779B1, step << 8) < 256)
            .toArray());
  }

  /** Flights of a window: all of them, and those that are compared. */
  private record Sample(int[] whole, int[] flights) {
    boolean has(int i) {
      return Arrays.binarySearch(flights, i) >= 0;
    }

    double[] numbers(IntFunction<? extends Number> of) {
      return Arrays.stream(flights).mapToDouble(i -> of.apply(i).doubleValue()).toArray();
    }

    List<String> texts(IntFunction<String> of) {
      return Arrays.stream(flights).mapToObj(of).toList();
    }

    List<String> all(IntFunction<String> of) {
      return Arrays.stream(whole).mapToObj(of).toList();
    }
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
