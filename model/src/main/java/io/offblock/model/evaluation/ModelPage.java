package io.offblock.model.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the figures of a training run into a page, between the marks {@code <!-- figures -->} and
 * {@code <!-- /figures -->}, and its pictures beside it. What stands outside the marks is prose and
 * is left alone.
 */
public final class ModelPage {
  private static final Pattern MARKS =
      Pattern.compile("(<!-- figures -->).*?(<!-- /figures -->)", Pattern.DOTALL);

  private ModelPage() {}

  /**
   * @param report JSON of a training run
   * @param page a Markdown file that has the marks
   */
  public static void write(JsonNode report, Path page) throws IOException {
    String text = Files.readString(page);
    Matcher marks = MARKS.matcher(text);
    if (!marks.find()) {
      throw new IOException(page + " has no marks <!-- figures --> … <!-- /figures -->");
    }
    String figures = "$1\n" + Matcher.quoteReplacement(figures(report)) + "\n$2";
    Files.writeString(page, marks.replaceFirst(figures));
    Path folder = Files.createDirectories(page.resolveSibling("model"));
    for (Map.Entry<String, String> picture : pictures(report).entrySet()) {
      Files.writeString(folder.resolve(picture.getKey()), picture.getValue());
    }
  }

  /**
   * The pictures of a report, as SVG by the names of their files: reliability, and the backtest
   * where one was run.
   */
  public static Map<String, String> pictures(JsonNode report) {
    Map<String, List<Metrics.Bin>> bins = new LinkedHashMap<>();
    report
        .path("horizons")
        .properties()
        .forEach(h -> bins.put(h.getKey(), bins(h.getValue().path("reliability"))));
    Map<String, String> pictures = new LinkedHashMap<>();
    pictures.put("reliability.svg", Pictures.reliability(bins));
    if (!report.path("backtest").isEmpty()) {
      pictures.put("backtest.svg", backtest(report.path("backtest")));
    }
    return pictures;
  }

  private static List<Metrics.Bin> bins(JsonNode json) {
    List<Metrics.Bin> bins = new ArrayList<>();
    for (JsonNode b : json) {
      bins.add(
          new Metrics.Bin(
              b.path("from").asDouble(),
              b.path("rows").asInt(),
              b.path("forecast").asDouble(),
              b.path("observed").asDouble()));
    }
    return bins;
  }

  private static String backtest(JsonNode rows) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    List<String> origins = new ArrayList<>();
    for (JsonNode row : rows) {
      series
          .computeIfAbsent(row.path("horizon").asText(), h -> new ArrayList<>())
          .add(row.at("/metrics/auc").asDouble());
      if (!origins.contains(row.path("trainedTo").asText())) {
        origins.add(row.path("trainedTo").asText());
      }
    }
    return Pictures.backtest(series, origins);
  }

  private static String figures(JsonNode report) {
    StringBuilder page = new StringBuilder();
    JsonNode w = report.path("window");
    page.append(
        said(
            "%,d flights. %s to the day before %s feeds history only; fitted on %s to %s (%,d rows"
                + " of all horizons), figures of %s to %s.%n%n",
            w.path("flights").asInt(),
            w.path("history").asText(),
            w.path("fitFrom").asText(),
            w.path("fitFrom").asText(),
            w.path("fitTo").asText(),
            w.path("fitRows").asInt(),
            w.path("heldFrom").asText(),
            w.path("heldTo").asText()));
    page.append(
        "| horizon, forecast | AUC | average precision | log loss | Brier | ECE | MAE | coverage |"
            + " width |\n");
    page.append("|---|---|---|---|---|---|---|---|---|\n");
    report
        .path("horizons")
        .properties()
        .forEach(
            h -> {
              row(page, h.getKey() + ", **network**", h.getValue().path("model"));
              row(page, "no rolling correction", h.getValue().path("uncorrected"));
              row(page, "route by hour", h.getValue().path("routeByHour"));
              row(page, "base rate", h.getValue().path("baseRate"));
            });
    slices(page, report.path("horizons").path("2h").path("slices"));
    JsonNode cost = report.path("cost");
    page.append(
        said(
            "%nFeatures %.0f s, training %.0f s by the clock, %.0f s of processor time in all; a"
                + " forecast in a batch %.0f µs.%n",
            cost.path("featureSeconds").asDouble(),
            cost.path("trainingSeconds").asDouble(),
            cost.path("cpuSeconds").asDouble(),
            cost.path("forecastMicros").asDouble()));
    page.append("\n![Reliability by horizon](model/reliability.svg)\n");
    if (!report.path("backtest").isEmpty()) {
      backtest(page, report.path("backtest"));
    }
    return page.toString();
  }

  private static void backtest(StringBuilder page, JsonNode rows) {
    page.append(
        "\nBacktest: trained on all days up to an origin, the last of them held back for stopping and"
            + " calibration, and scored on the days after it:\n\n");
    page.append(
        "| trained to | scored to | horizon | flights | late | AUC | route by hour's | log loss | route"
            + " by hour's | base rate's | ECE | MAE | coverage |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (JsonNode row : rows) {
      JsonNode m = row.path("metrics");
      JsonNode route = row.path("routeByHour");
      page.append(
          said(
              "| %s | %s | %s | %,d | %.3f | %.4f | %.4f | %.4f | %.4f | %.4f | %.4f | %.1f | %.3f |%n",
              row.path("trainedTo").asText(),
              row.path("scoredTo").asText(),
              row.path("horizon").asText(),
              m.path("rows").asInt(),
              m.path("baseRate").asDouble(),
              m.path("auc").asDouble(),
              route.path("auc").asDouble(),
              m.path("logLoss").asDouble(),
              route.path("logLoss").asDouble(),
              row.at("/baseRate/logLoss").asDouble(),
              m.path("ece").asDouble(),
              m.path("mae").asDouble(),
              m.path("coverage").asDouble()));
    }
    page.append("\n![AUC by origin of the backtest](model/backtest.svg)\n");
  }

  private static void slices(StringBuilder page, JsonNode slices) {
    page.append("\nAt 2 h, by carrier, hub, hour and for what was never seen:\n\n");
    page.append(
        "| | | flights | late | AUC | log loss | ECE | MAE |\n|---|---|---|---|---|---|---|---|\n");
    for (JsonNode s : slices) {
      JsonNode m = s.path("metrics");
      page.append(
          said(
              "| %s | %s | %,d | %.3f | %.3f | %.3f | %.3f | %.1f |%n",
              s.path("kind").asText(),
              s.path("key").asText(),
              m.path("rows").asInt(),
              m.path("baseRate").asDouble(),
              m.path("auc").asDouble(),
              m.path("logLoss").asDouble(),
              m.path("ece").asDouble(),
              m.path("mae").asDouble()));
    }
  }

  private static void row(StringBuilder page, String name, JsonNode m) {
    page.append(
        said(
            "| %s | %.4f | %.4f | %.4f | %.4f | %.4f | %.1f | %.3f | %.1f |%n",
            name,
            m.path("auc").asDouble(),
            m.path("averagePrecision").asDouble(),
            m.path("logLoss").asDouble(),
            m.path("brier").asDouble(),
            m.path("ece").asDouble(),
            m.path("mae").asDouble(),
            m.path("coverage").asDouble(),
            m.path("width").asDouble()));
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
