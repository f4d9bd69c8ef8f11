package io.offblock.model.drift;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far one column has moved from the champion's training window.
 *
 * @param column its name
 * @param kind of its values
 * @param referenceRows rows with a value in the training window
 * @param currentRows rows with a value now
 * @param referenceMissing share of the training window's rows without a value
 * @param currentMissing share of today's rows without a value
 * @param measures how far apart the two are
 * @param noise what the same measures come to between samples of the training window itself; empty
 *     where nobody measured it
 * @param vanished categories of the training window that are gone
 * @param appeared categories that the training window did not have
 * @param verdict what follows from all of it
 */
public record ColumnDrift(
    String column,
    Kind kind,
    int referenceRows,
    int currentRows,
    double referenceMissing,
    double currentMissing,
    Measures measures,
    Optional<Measures> noise,
    List<Category> vanished,
    List<Category> appeared,
    Verdict verdict) {
  public ColumnDrift {
    Objects.requireNonNull(column);
    vanished = List.copyOf(vanished);
    appeared = List.copyOf(appeared);
  }

  /** What a column holds. */
  public enum Kind {
    NUMBERS,
    CATEGORIES
  }

  /** How far it is from "nothing happened". */
  public enum Verdict {
    /** Inside what samples of the training window differ by. */
    NONE,
    /** More than chance explains, too little to matter. */
    SLIGHT,
    /** Enough that the model meets what it was not trained on. */
    DRIFTED
  }

  /**
   * The four distances. Categories have no Wasserstein distance and no Kolmogorov-Smirnov test.
   *
   * @param wasserstein in standard deviations of the training window
   * @param jensenShannon distance, natural logarithm
   * @param psi population stability index
   * @param kolmogorovSmirnov statistic and probability by chance
   */
  public record Measures(
      Optional<Double> wasserstein,
      double jensenShannon,
      double psi,
      Optional<KolmogorovSmirnov> kolmogorovSmirnov) {}

  /**
   * A category that only one of the two samples has.
   *
   * @param name the category
   * @param rows how often the one sample has it
   * @param expected how often the other would have it, were the shares equal
   * @param certain whether chance does not explain its absence
   */
  public record Category(String name, int rows, double expected, boolean certain) {}
}
