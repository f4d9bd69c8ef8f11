package io.offblock.model.drift;

import io.offblock.model.drift.ColumnDrift.Verdict;
import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Slices.Slice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the flights of now have moved from those a model was trained on.
 *
 * @param reference the training window
 * @param current the window of now
 * @param columns each feature, category and outcome, the farthest first
 * @param forecasts of the model in the window of now; empty where there is no model
 * @param reasons why to train again, in words; empty where nothing calls for it
 */
public record DriftReport(
    Window reference,
    Window current,
    List<ColumnDrift> columns,
    Optional<Forecasts> forecasts,
    List<String> reasons) {
  public DriftReport {
    Objects.requireNonNull(reference);
    Objects.requireNonNull(current);
    Objects.requireNonNull(forecasts);
    columns = List.copyOf(columns);
    reasons = List.copyOf(reasons);
  }

  /**
   * @param from first day with a flight
   * @param to last day
   * @param flights with a delay
   * @param rows of them that were compared
   */
  public record Window(String from, String to, int flights, int rows) {}

  /**
   * Two hours before, calibrated and with the rolling correction.
   *
   * @param expected what the forecasts themselves say of how good they are, without outcomes
   * @param observed how good they were
   * @param weeks calibration by week
   * @param slices by carrier, hub and hour
   */
  public record Forecasts(
      Expected expected, Metrics observed, List<Week> weeks, List<Slice> slices) {
    public Forecasts {
      weeks = List.copyOf(weeks);
      slices = List.copyOf(slices);
    }
  }

  /**
   * An estimate from the forecasts alone, right where they are calibrated: what is forecast to be
   * late with 30 % is late three times in ten.
   *
   * @param baseRate mean probability
   */
  public record Expected(double baseRate, double auc, double logLoss, double brier) {}

  /**
   * @param from Monday, ISO date
   */
  public record Week(String from, int rows, double forecast, double observed, double ece) {}

  /** Whether something calls for training again. */
  public boolean drifted() {
    return !reasons.isEmpty();
  }

  /** How many columns have this verdict. */
  public long count(Verdict verdict) {
    return columns.stream().filter(c -> c.verdict() == verdict).count();
  }

  /** All reasons in a line; "no drift" where there is none. */
  public String reason() {
    return drifted() ? String.join("; ", reasons) : "no drift";
  }
}
