package io.offblock.model.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pictures of a report as SVG, drawn without any library; they read on light and dark ground. */
public final class Pictures {
  private static final int SIZE = 340;
  private static final int EDGE = 46;
  private static final String[] COLOURS = {"#7b61ff", "#0a8f8f", "#d9480f", "#b5179e"};

  private Pictures() {}

  /**
   * How often flights were late against how often they were forecast to be. On the diagonal, a
   * forecast of 30 % came true three times in ten.
   *
   * @param horizons bins by the horizon's label
   */
  public static String reliability(Map<String, List<Metrics.Bin>> horizons) {
    StringBuilder svg = frame("forecast probability", "share that was late", 0);
    line(svg, 0, 0, 1, 1, "#888", 1);
    int k = 0;
    for (Map.Entry<String, List<Metrics.Bin>> horizon : horizons.entrySet()) {
      String colour = COLOURS[k % COLOURS.length];
      Metrics.Bin before = null;
      for (Metrics.Bin bin : horizon.getValue()) {
        if (before != null) {
          line(
              svg,
              before.forecast(),
              before.observed(),
              bin.forecast(),
              bin.observed(),
              colour,
              1.5);
        }
        svg.append(
            said(
                "<circle cx='%.1f' cy='%.1f' r='2.5' fill='%s'/>%n",
                x(bin.forecast()), y(bin.observed()), colour));
        before = bin;
      }
      legend(svg, k++, horizon.getKey(), colour);
    }
    return svg.append("</svg>\n").toString();
  }

  /**
   * A figure between 0.5 and 1 over the origins of a backtest.
   *
   * @param series per horizon the figures in the order of the origins
   * @param origins their dates
   */
  public static String backtest(Map<String, List<Double>> series, List<String> origins) {
    StringBuilder svg = frame("trained to", "AUC", 0.5);
    int n = origins.size();
    for (int i = 0; i < n; i++) {
      svg.append(
          said(
              "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>%n",
              x(place(i, n)), SIZE - EDGE + 26, origins.get(i).substring(5)));
    }
    int k = 0;
    for (Map.Entry<String, List<Double>> one : series.entrySet()) {
      String colour = COLOURS[k % COLOURS.length];
      for (int i = 0; i < one.getValue().size(); i++) {
        double v = 2 * one.getValue().get(i) - 1;
        svg.append(
            said("<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>%n", x(place(i, n)), y(v), colour));
        if (i > 0) {
          double u = 2 * one.getValue().get(i - 1) - 1;
          line(svg, place(i - 1, n), u, place(i, n), v, colour, 1.5);
        }
      }
      legend(svg, k++, one.getKey(), colour);
    }
    return svg.append("</svg>\n").toString();
  }

  private static double place(int i, int n) {
    return n == 1 ? 0.5 : 0.1 + 0.8 * i / (n - 1);
  }

  /**
   * @param least figure at the foot of the upward axis, whose head is 1
   */
  private static StringBuilder frame(String across, String up, double least) {
    StringBuilder svg =
        new StringBuilder(
            said(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d'"
                    + " font-family='sans-serif' font-size='11' fill='#777'>%n",
                SIZE, SIZE, SIZE));
    svg.append(
        said(
            "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#888'/>%n",
            EDGE, EDGE / 2, SIZE - 3 * EDGE / 2, SIZE - 3 * EDGE / 2));
    svg.append(
        said("<text x='%d' y='%d' text-anchor='middle'>%s</text>%n", SIZE / 2, SIZE - 6, across));
    svg.append(
        said(
            "<text transform='translate(12 %d) rotate(-90)' text-anchor='middle'>%s</text>%n",
            SIZE / 2, up));
    for (double share : new double[] {0, 0.5, 1}) {
      svg.append(
          said(
              "<text x='%d' y='%.1f' text-anchor='end'>%.2f</text>%n",
              EDGE - 5, y(share) + 4, least + share * (1 - least)));
    }
    return svg;
  }

  private static void legend(StringBuilder svg, int k, String text, String colour) {
    svg.append(
        said(
            "<text x='%d' y='%d' fill='%s'>%s</text>%n",
            EDGE + 10, EDGE / 2 + 18 + 15 * k, colour, text));
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour, double width) {
    svg.append(
        said(
            "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s' stroke-width='%.1f'/>%n",
            x(x1), y(y1), x(x2), y(y2), colour, width));
  }

  private static double x(double share) {
    return EDGE + share * (SIZE - 1.5 * EDGE);
  }

  private static double y(double share) {
    return SIZE - EDGE - share * (SIZE - 1.5 * EDGE);
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
