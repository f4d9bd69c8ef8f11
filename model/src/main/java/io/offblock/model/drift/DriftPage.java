package io.offblock.model.drift;

import io.offblock.model.drift.ColumnDrift.Category;
import io.offblock.model.drift.ColumnDrift.Verdict;
import io.offblock.model.drift.DriftReport.Forecasts;
import io.offblock.model.drift.DriftReport.Week;
import io.offblock.model.drift.DriftReport.Window;
import io.offblock.model.evaluation.Metrics;
import io.offblock.model.evaluation.Slices.Slice;
import java.util.List;
import java.util.Locale;

/** A drift report as one HTML page that needs nothing else; its pictures are SVG within. */
public final class DriftPage {
  private static final int SHOWN = 30;
  private static final int WIDE = 640;
  private static final String STYLE =
      "body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
          + "color-scheme:light dark}table{border-collapse:collapse}td,th{padding:.15rem .6rem;"
          + "text-align:right}td:first-child,th:first-child{text-align:left}"
          + "tr:nth-child(even){background:#8881}.drifted{color:#d9480f}";

  private DriftPage() {}

  /** The page. */
  public static String of(DriftReport report) {
    StringBuilder page = new StringBuilder("<!doctype html><html lang='en'><meta charset='utf-8'>");
    page.append("<title>Drift of the delay model</title><style>").append(STYLE);
    page.append("</style><h1>Drift of the delay model</h1><p>");
    page.append(window("trained on", report.reference())).append("; ");
    page.append(window("now", report.current())).append(".</p>");
    if (report.drifted()) {
      page.append("<p class='drifted'>Train again:</p><ul>");
      report.reasons().forEach(r -> page.append("<li>").append(escaped(r)).append("</li>"));
      page.append("</ul>");
    } else {
      page.append("<p>No drift that calls for training again.</p>");
    }
    page.append(
        said(
            "<p>%d columns drifted, %d moved slightly, %d did not.</p>",
            report.count(Verdict.DRIFTED),
            report.count(Verdict.SLIGHT),
            report.count(Verdict.NONE)));
    bars(page, report.columns());
    categories(page, report.columns());
    report.forecasts().ifPresent(f -> forecasts(page, f));
    table(page, report.columns());
    return page.append("</html>\n").toString();
  }

  private static String window(String what, Window w) {
    return said(
        "%s %s to %s: %,d flights, %,d compared", what, w.from(), w.to(), w.flights(), w.rows());
  }

  /** The farthest columns; the tick is the noise floor, the line where a distance matters. */
  private static void bars(StringBuilder page, List<ColumnDrift> columns) {
    List<ColumnDrift> shown = columns.subList(0, Math.min(SHOWN, columns.size()));
    double most = 1.5 * Comparison.MATTERS;
    for (ColumnDrift c : shown) {
      most = Math.max(most, c.measures().jensenShannon());
    }
    int height = shown.size() * 16 + 30;
    svg(page, height);
    double scale = (WIDE - 260) / most;
    for (int i = 0; i < shown.size(); i++) {
      ColumnDrift c = shown.get(i);
      double width = c.measures().jensenShannon() * scale;
      int y = i * 16 + 4;
      String colour =
          switch (c.verdict()) {
            case DRIFTED -> "#d9480f";
            case SLIGHT -> "#7b61ff";
            case NONE -> "#0a8f8f";
          };
      page.append(
          said(
              "<text x='236' y='%d' text-anchor='end'>%s</text>"
                  + "<rect x='240' y='%d' width='%.1f' height='11' fill='%s'/>%n",
              y + 10, escaped(c.column()), y, width, colour));
      c.noise()
          .ifPresent(
              n -> {
                double x = 240 + n.jensenShannon() * scale;
                line(page, x, y - 1, x, y + 12, "#888");
              });
    }
    double x = 240 + Comparison.MATTERS * scale;
    line(page, x, 0, x, height - 22, "#d9480f");
    page.append(
        said(
            "<text x='%.1f' y='%d' text-anchor='middle'>Jensen-Shannon distance; line: matters from"
                + " %.1f, tick: noise</text></svg>%n",
            240 + (WIDE - 260) / 2.0, height - 6, Comparison.MATTERS));
  }

  private static void categories(StringBuilder page, List<ColumnDrift> columns) {
    for (ColumnDrift c : columns) {
      named(page, c.column(), "vanished", c.vanished());
      named(page, c.column(), "new", c.appeared());
    }
  }

  private static void named(
      StringBuilder page, String column, String what, List<Category> categories) {
    if (categories.isEmpty()) {
      return;
    }
    page.append("<p><b>").append(escaped(column)).append(' ').append(what).append(":</b> ");
    page.append(
        String.join(
            ", ",
            categories.stream()
                .map(
                    c ->
                        said(
                            "%s (%,d rows%s)",
                            escaped(c.name()), c.rows(), c.certain() ? "" : ", may be chance"))
                .toList()));
    page.append("</p>");
  }

  private static void forecasts(StringBuilder page, Forecasts f) {
    Metrics m = f.observed();
    page.append("<h2>Forecasts two hours before</h2><table><tr><th></th><th>late</th><th>AUC</th>");
    page.append("<th>log loss</th><th>Brier</th><th>ECE</th></tr>");
    page.append(
        said(
            "<tr><td>expected by themselves</td><td>%.3f</td><td>%.3f</td><td>%.3f</td><td>%.3f"
                + "</td><td></td></tr>",
            f.expected().baseRate(),
            f.expected().auc(),
            f.expected().logLoss(),
            f.expected().brier()));
    page.append(
        said(
            "<tr><td>observed</td><td>%.3f</td><td>%.3f</td><td>%.3f</td><td>%.3f</td><td>%.3f</td>"
                + "</tr></table>",
            m.baseRate(), m.auc(), m.logLoss(), m.brier(), m.ece()));
    weeks(page, f.weeks());
    page.append("<table><tr><th>slice</th><th>flights</th><th>late</th><th>AUC</th>");
    page.append("<th>log loss</th><th>ECE</th></tr>");
    for (Slice s : f.slices()) {
      if (!s.kind().equals("hour")) {
        page.append(
            said(
                "<tr><td>%s %s</td><td>%,d</td><td>%.3f</td><td>%.3f</td><td>%.3f</td><td>%.3f</td>"
                    + "</tr>",
                s.kind(),
                escaped(s.key()),
                s.metrics().rows(),
                s.metrics().baseRate(),
                s.metrics().auc(),
                s.metrics().logLoss(),
                s.metrics().ece()));
      }
    }
    page.append("</table>");
  }

  /** Forecast and observed share by week. */
  private static void weeks(StringBuilder page, List<Week> weeks) {
    svg(page, 190);
    double most = 0.1;
    for (Week w : weeks) {
      most = Math.max(most, Math.max(w.forecast(), w.observed()));
    }
    double step = (WIDE - 80.0) / Math.max(1, weeks.size());
    for (int i = 0; i < weeks.size(); i++) {
      Week w = weeks.get(i);
      double x = 40 + (i + 0.5) * step;
      double forecast = 150 - 130 * w.forecast() / most;
      double observed = 150 - 130 * w.observed() / most;
      line(page, x, forecast, x, observed, "#888");
      page.append(
          said(
              "<circle cx='%.1f' cy='%.1f' r='4' fill='#7b61ff'/><circle cx='%.1f' cy='%.1f' r='4'"
                  + " fill='#d9480f'/><text x='%.1f' y='166' text-anchor='middle'>%s</text>%n",
              x, forecast, x, observed, x, w.from().substring(5)));
    }
    line(page, 40, 150, WIDE - 40, 150, "#888");
    page.append(
        said(
            "<text x='40' y='184'>week of; violet: forecast share late, orange: observed; top"
                + " %.0f %%</text></svg>%n",
            100 * most));
  }

  private static void table(StringBuilder page, List<ColumnDrift> columns) {
    page.append("<h2>All columns</h2><table><tr><th>column</th><th>Wasserstein / std</th>");
    page.append("<th>Jensen-Shannon</th><th>PSI</th><th>KS</th><th>noise</th><th>missing</th>");
    page.append("<th></th></tr>");
    for (ColumnDrift c : columns) {
      page.append(
          said(
              "<tr><td>%s</td><td>%s</td><td>%.3f</td><td>%.3f</td><td>%s</td><td>%s</td><td>%s"
                  + "</td><td>%s</td></tr>%n",
              escaped(c.column()),
              c.measures().wasserstein().map(w -> said("%.3f", w)).orElse(""),
              c.measures().jensenShannon(),
              c.measures().psi(),
              c.measures().kolmogorovSmirnov().map(k -> said("%.3f", k.statistic())).orElse(""),
              c.noise().map(n -> said("%.3f", n.jensenShannon())).orElse(""),
              said("%.2f → %.2f", c.referenceMissing(), c.currentMissing()),
              c.verdict().name().toLowerCase(Locale.ROOT)));
    }
    page.append("</table>");
  }

  private static void svg(StringBuilder page, int height) {
    page.append(
        said(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d'"
                + " font-family='sans-serif' font-size='11' fill='#777'>%n",
            WIDE, height, WIDE));
  }

  private static void line(
      StringBuilder page, double x1, double y1, double x2, double y2, String colour) {
    page.append(
        said(
            "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s'/>%n",
            x1, y1, x2, y2, colour));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;");
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
