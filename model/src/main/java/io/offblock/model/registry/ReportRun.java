package io.offblock.model.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.offblock.model.evaluation.ModelPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The report of a training from files as a run of its own: its figures, the report and the
 * pictures, where the workflow's runs are looked at too. It registers no model.
 */
public final class ReportRun {
  /** The figures that are kept as metrics, as the report names them. */
  private static final List<String> FIGURES =
      List.of("auc", "averagePrecision", "logLoss", "brier", "ece", "mae", "coverage", "width");

  private ReportRun() {}

  /**
   * Keeps it. Metrics are {@code 2h/auc}; those of the backtest {@code backtest/2h/auc}, with the
   * number of the origin as their step.
   *
   * @param report JSON of a training run
   * @return the run's id
   */
  public static String keep(ModelRegistry registry, JsonNode report, Instant at) {
    JsonNode window = report.path("window");
    String days =
        "%s to %s".formatted(window.path("fitFrom").asText(), window.path("heldTo").asText());
    String run =
        registry.begin("report " + days, at, Map.of("reason", "from files", "window", days));
    List<Metric> metrics = new ArrayList<>();
    report
        .path("horizons")
        .properties()
        .forEach(h -> add(metrics, h.getKey(), h.getValue().path("model"), 0, at));
    int origin = -1;
    String before = "";
    for (JsonNode row : report.path("backtest")) {
      origin += row.path("trainedTo").asText().equals(before) ? 0 : 1;
      before = row.path("trainedTo").asText();
      add(metrics, "backtest/" + row.path("horizon").asText(), row.path("metrics"), origin, at);
    }
    registry.metrics(run, metrics);
    files(registry, run, report);
    registry.end(run, true, at);
    return run;
  }

  /** Keeps the report and its pictures with a run. */
  public static void files(ModelRegistry registry, String run, JsonNode report) {
    registry.keep(run, "report.json", report.toPrettyString().getBytes(StandardCharsets.UTF_8));
    ModelPage.pictures(report)
        .forEach((name, svg) -> registry.keep(run, name, svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static void add(
      List<Metric> metrics, String name, JsonNode figures, int step, Instant at) {
    FIGURES.stream()
        .filter(figures::has)
        .forEach(
            figure ->
                metrics.add(
                    new Metric(name + "/" + figure, figures.path(figure).asDouble(), step, at)));
  }
}
