package io.offblock.model.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.offblock.model.drift.ColumnDrift.Measures;
import io.offblock.model.drift.ColumnDrift.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseFloorTest {
  private static final int DAYS = 60;
  private static final int ROWS = 200;

  /** Delays whose level is the day's: some days are bad for everybody. */
  private static double[] delays(SplittableRandom random, int days, double shift) {
    double[] values = new double[days * ROWS];
    for (int day = 0; day < days; day++) {
      double level = 10 * random.nextGaussian() + shift;
      for (int i = 0; i < ROWS; i++) {
        values[day * ROWS + i] = level + 20 * random.nextGaussian();
      }
    }
    return values;
  }

  private static int[] days(int days) {
    return IntStream.range(0, days * ROWS).map(i -> i / ROWS).toArray();
  }

  @Test
  void samplesOfTheSameWorldShowNoDrift() {
    int found = 0;
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] reference = delays(random, DAYS, 0);
      double[] current = delays(random, 7, 0);
      Measures noise = new NoiseFloor(days(DAYS), current.length, 30, seed).ofNumbers(reference);
      ColumnDrift drift =
          Comparison.of("delay", Numbers.of(reference), Numbers.of(current), Optional.of(noise));
      found += drift.verdict() == Verdict.DRIFTED ? 1 : 0;
    }
    assertTrue(found <= 1, found + " of 20 comparisons of a world with itself were called drift");
  }

  @Test
  void aWorldThatIsHalfAnHourLaterHasDrifted() {
    SplittableRandom random = new SplittableRandom(1);
    double[] reference = delays(random, DAYS, 0);
    double[] current = delays(random, 7, 30);
    Measures noise = new NoiseFloor(days(DAYS), current.length, 30, 1).ofNumbers(reference);
    assertEquals(
        Verdict.DRIFTED,
        Comparison.of("delay", Numbers.of(reference), Numbers.of(current), Optional.of(noise))
            .verdict());
  }

  /** Drawn by rows, a bad week would look like a new world. */
  @Test
  void daysMakeMoreNoiseThanTheirRowsWould() {
    double[] reference = delays(new SplittableRandom(2), DAYS, 0);
    Measures byDay = new NoiseFloor(days(DAYS), 7 * ROWS, 20, 2).ofNumbers(reference);
    Measures byRow =
        new NoiseFloor(IntStream.range(0, reference.length).toArray(), 7 * ROWS, 20, 2)
            .ofNumbers(reference);
    assertTrue(
        byDay.wasserstein().orElseThrow() > 2 * byRow.wasserstein().orElseThrow(),
        byDay + " " + byRow);
  }

  @Test
  void categoriesHaveNoiseToo() {
    SplittableRandom random = new SplittableRandom(3);
    List<String> names = List.of("LH", "UA", "SN");
    String[] carriers =
        IntStream.range(0, 6000).mapToObj(i -> names.get(random.nextInt(3))).toArray(String[]::new);
    Measures noise =
        new NoiseFloor(IntStream.range(0, 6000).map(i -> i / 200).toArray(), 1000, 20, 3)
            .ofWords(carriers);
    assertTrue(noise.jensenShannon() > 0 && noise.jensenShannon() < .1, noise::toString);
    Words reference = Words.of(Arrays.asList(carriers));
    Words current = Words.of(Arrays.asList(carriers).subList(0, 1000));
    assertTrue(
        Comparison.of("carrier", reference, current, Optional.of(noise)).verdict()
            != Verdict.DRIFTED);
  }
}
