package io.offblock.model.drift;

import io.offblock.model.drift.ColumnDrift.Category;
import io.offblock.model.drift.ColumnDrift.Kind;
import io.offblock.model.drift.ColumnDrift.Measures;
import io.offblock.model.drift.ColumnDrift.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Compares a column's values in the training window with those of today. */
public final class Comparison {
  /** A number column with no more different values than this is compared value by value. */
  private static final int FEW = 20;

  /** From here on a distance matters: Evidently's threshold, for each of the three distances. */
  static final double MATTERS = .1;

  /**
   * A category is missed for certain where chance would leave it out once in a million comparisons.
   */
  private static final double CHANCE = 1e-6;

  private Comparison() {}

  /**
   * Two samples of numbers.
   *
   * @throws IllegalArgumentException where one of them is empty
   */
  public static ColumnDrift of(
      String column, Numbers reference, Numbers current, Optional<Measures> noise) {
    requireRows(column, reference.size(), current.size());
    Measures measures = measure(reference, current);
    return new ColumnDrift(
        column,
        Kind.NUMBERS,
        reference.size(),
        current.size(),
        share(reference.missing(), reference.size()),
        share(current.missing(), current.size()),
        measures,
        noise,
        List.of(),
        List.of(),
        verdict(measures, noise, false));
  }

  /**
   * Two samples of categories.
   *
   * @throws IllegalArgumentException where one of them is empty
   */
  public static ColumnDrift of(
      String column, Words reference, Words current, Optional<Measures> noise) {
    requireRows(column, reference.size(), current.size());
    Measures measures = measure(reference, current);
    List<Category> vanished = onlyIn(reference, current);
    List<Category> appeared = onlyIn(current, reference);
    boolean certain =
        vanished.stream().anyMatch(Category::certain)
            || appeared.stream().anyMatch(Category::certain);
    return new ColumnDrift(
        column,
        Kind.CATEGORIES,
        reference.size(),
        current.size(),
        share(reference.missing(), reference.size()),
        share(current.missing(), current.size()),
        measures,
        noise,
        vanished,
        appeared,
        verdict(measures, noise, certain));
  }

  static Measures measure(Numbers reference, Numbers current) {
    double[] r;
    double[] c;
    if (reference.distinct(FEW + 1) > FEW) {
      Bins bins = Bins.sturges(reference, current);
      r = bins.shares(reference);
      c = bins.shares(current);
    } else {
      Words few = words(reference);
      Words now = words(current);
      SortedSet<String> all = few.together(now);
      r = few.shares(all);
      c = now.shares(all);
    }
    return new Measures(
        Optional.of(Distances.wasserstein(reference, current)),
        Distances.jensenShannon(r, c),
        Distances.psi(r, c),
        Optional.of(KolmogorovSmirnov.of(reference, current)));
  }

  static Measures measure(Words reference, Words current) {
    SortedSet<String> all = reference.together(current);
    double[] r = reference.shares(all);
    double[] c = current.shares(all);
    return new Measures(
        Optional.empty(), Distances.jensenShannon(r, c), Distances.psi(r, c), Optional.empty());
  }

  /**
   * Drifted is what matters and is no noise: a distance from {@link #MATTERS} on that is also above
   * the noise, or a category that came or went for certain. Without a measured noise every distance
   * above zero counts as more than chance.
   */
  private static Verdict verdict(
      Measures measures, Optional<Measures> noise, boolean categoryForCertain) {
    if (categoryForCertain) {
      return Verdict.DRIFTED;
    }
    double[] found = distances(measures);
    double[] floor = noise.map(Comparison::distances).orElseGet(() -> new double[found.length]);
    boolean more = false;
    for (int i = 0; i < found.length; i++) {
      if (found[i] > floor[i]) {
        if (found[i] >= MATTERS) {
          return Verdict.DRIFTED;
        }
        more = true;
      }
    }
    return more ? Verdict.SLIGHT : Verdict.NONE;
  }

  private static double[] distances(Measures measures) {
    return measures.wasserstein().isPresent()
        ? new double[] {measures.jensenShannon(), measures.psi(), measures.wasserstein().get()}
        : new double[] {measures.jensenShannon(), measures.psi()};
  }

  private static List<Category> onlyIn(Words here, Words there) {
    return here.counts().entrySet().stream()
        .filter(e -> !there.counts().containsKey(e.getKey()))
        .map(
            e -> {
              double share = (double) e.getValue() / here.size();
              double expected = share * there.size();
              return new Category(e.getKey(), e.getValue(), expected, expected > -Math.log(CHANCE));
            })
        .toList();
  }

  private static Words words(Numbers numbers) {
    return Words.of(java.util.Arrays.stream(numbers.sorted()).mapToObj(Double::toString).toList());
  }

  private static double share(int missing, int present) {
    return missing == 0 ? 0 : (double) missing / (missing + present);
  }

  private static void requireRows(String column, int reference, int current) {
    if (reference == 0 || current == 0) {
      throw new IllegalArgumentException(
          "nothing to compare in %s: %d rows in the training window, %d now"
              .formatted(column, reference, current));
    }
  }
}
