package io.offblock.model.drift;

import io.offblock.model.drift.ColumnDrift.Measures;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How far apart two samples are that were drawn from the training window itself: what no measure
 * has to exceed means nothing. Whole days are drawn, not rows: flights of a day share its weather
 * and its congestion, so a day more or less moves a column further than its number of rows says.
 *
 * @param days the day of each row of the training window, any numbering
 * @param size rows to draw for the smaller sample: those of today
 * @param draws how many pairs are drawn
 * @param seed the same seed draws the same pairs
 */
public record NoiseFloor(int[] days, int size, int draws, long seed) {
  public NoiseFloor {
    if (days.length == 0 || size < 1 || draws < 1) {
      throw new IllegalArgumentException(
          "nothing to draw from: %d rows, %d wanted, %d draws".formatted(days.length, size, draws));
    }
  }

  /** The largest distances between pairs of draws; of numbers with NaN where they are missing. */
  public Measures ofNumbers(double[] values) {
    return largest(
        rows -> Numbers.of(IntStream.of(rows).mapToDouble(r -> values[r]).toArray()),
        Comparison::measure,
        Numbers::size);
  }

  /** The largest distances between pairs of draws; of categories, null where they are missing. */
  public Measures ofWords(String[] values) {
    return largest(
        rows -> Words.of(Arrays.stream(rows).mapToObj(r -> values[r]).toList()),
        Comparison::measure,
        Words::size);
  }

  private interface Compared<S> {
    Measures of(S one, S other);
  }

  private <S> Measures largest(
      Function<int[], S> sample, Compared<S> compared, java.util.function.ToIntFunction<S> sizes) {
    int[][] byDay = byDay();
    SplittableRandom random = new SplittableRandom(seed);
    Measures largest = new Measures(Optional.empty(), 0, 0, Optional.empty());
    for (int i = 0; i < draws; i++) {
      S one = sample.apply(draw(byDay, days.length, random));
      S other = sample.apply(draw(byDay, size, random));
      if (sizes.applyAsInt(one) > 0 && sizes.applyAsInt(other) > 0) {
        largest = larger(largest, compared.of(one, other));
      }
    }
    return largest;
  }

  private static Measures larger(Measures a, Measures b) {
    return new Measures(
        b.wasserstein().map(w -> Math.max(w, a.wasserstein().orElse(0.0))).or(a::wasserstein),
        Math.max(a.jensenShannon(), b.jensenShannon()),
        Math.max(a.psi(), b.psi()),
        b.kolmogorovSmirnov()
            .filter(k -> a.kolmogorovSmirnov().map(l -> k.statistic() > l.statistic()).orElse(true))
            .or(a::kolmogorovSmirnov));
  }

  /**
   * Days with replacement until there are enough rows; of the last day any as many as are wanted.
   */
  private static int[] draw(int[][] byDay, int wanted, SplittableRandom random) {
    int[] rows = new int[wanted];
    int have = 0;
    while (have < wanted) {
      int[] day = byDay[random.nextInt(byDay.length)];
      int take = Math.min(day.length, wanted - have);
      for (int i = 0; take < day.length && i < take; i++) {
        int other = random.nextInt(i, day.length);
        int row = day[i];
        day[i] = day[other];
        day[other] = row;
      }
      System.arraycopy(day, 0, rows, have, take);
      have += take;
    }
    return rows;
  }

  private int[][] byDay() {
    int[] distinct = IntStream.of(days).distinct().sorted().toArray();
    int[] counts = new int[distinct.length];
    for (int day : days) {
      counts[Arrays.binarySearch(distinct, day)]++;
    }
    int[][] rows =
        IntStream.range(0, distinct.length)
            .mapToObj((IntFunction<int[]>) d -> new int[counts[d]])
            .toArray(int[][]::new);
    for (int row = days.length - 1; row >= 0; row--) {
      int day = Arrays.binarySearch(distinct, days[row]);
      rows[day][--counts[day]] = row;
    }
    return rows;
  }
}
