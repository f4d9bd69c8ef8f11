package io.offblock.model.training;

import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Slices.Slice;
import io.offblock.model.network.NetworkTrainer.Epoch;
import io.offblock.model.network.NetworkTrainer.Recipe;
import java.util.List;
import java.util.Map;

/**
 * What a training run has to tell; Jackson writes it as it is. Days are ISO dates, local at the
 * origin. Figures are of the held-back days unless they say otherwise.
 *
 * @param window which days were used for what
 * @param recipe how it was trained
 * @param epochs how it went; {@code kept} is the one whose weights were taken
 * @param horizons figures by horizon ({@code D0}, {@code 6h}, {@code 2h}, {@code 45m})
 * @param backtest figures by origin of the rolling-origin backtest; empty where none was run
 * @param cost what it took
 */
public record TrainingReport(
    Window window,
    Recipe recipe,
    List<Epoch> epochs,
    int kept,
    Map<String, HorizonReport> horizons,
    List<BacktestRow> backtest,
    Cost cost) {
  /** The same with a backtest. */
  public TrainingReport with(List<BacktestRow> backtest) {
    return new TrainingReport(window, recipe, epochs, kept, horizons, backtest, cost);
  }

  /**
   * @param history first day that feeds history
   * @param fitFrom first day trained on
   * @param fitTo last day trained on
   * @param heldFrom first day held back
   * @param heldTo last day held back
   */
  public record Window(
      String history,
      String fitFrom,
      String fitTo,
      String heldFrom,
      String heldTo,
      int flights,
      int fitRows,
      int heldRows) {}

  /**
   * @param model calibrated and with the rolling correction, as it would have been forecast
   * @param uncorrected the same without the rolling correction
   * @param baseRate always the overall rate
   * @param routeByHour past share late of route and hour
   */
  public record HorizonReport(
      Metrics model,
      Metrics uncorrected,
      Metrics baseRate,
      Metrics routeByHour,
      List<Metrics.Bin> reliability,
      List<Slice> slices) {}

  /**
   * One origin of the backtest: trained before it, scored on the days after.
   *
   * @param metrics of the network
   * @param baseRate of the rate of all days before the origin
   * @param routeByHour of the share late of route and hour before the origin
   */
  public record BacktestRow(
      String trainedTo,
      String scoredFrom,
      String scoredTo,
      String horizon,
      Metrics metrics,
      Metrics baseRate,
      Metrics routeByHour) {}

  /** Seconds, and bytes of the model's folder where it was saved. */
  public record Cost(
      double featureSeconds, double trainingSeconds, double cpuSeconds, double forecastMicros) {}
}
