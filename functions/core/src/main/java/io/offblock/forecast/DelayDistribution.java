package io.offblock.forecast;

/**
 * How late a flight will be, from a forecast's three quantiles: two halves of normal curves that
 * meet at the median, each as wide as its outer quantile asks for. It goes through all three, is
 * skewed where they are, and has an end on neither side; how thick the tails really are three
 * quantiles cannot tell.
 *
 * @param minutes10 fallen short of once in ten times
 * @param minutes50 the middle one
 * @param minutes90 exceeded once in ten times
 */
public record DelayDistribution(double minutes10, double minutes50, double minutes90) {
  /** How many standard deviations from the middle a normal curve has its 90 % quantile. */
  private static final double NINE_TENTHS = 1.2815515655446004;

  public DelayDistribution {
    if (!(minutes10 <= minutes50 && minutes50 <= minutes90)) {
      throw new IllegalArgumentException(
          "quantiles cross: %s, %s, %s".formatted(minutes10, minutes50, minutes90));
    }
  }

  /** The probability of a delay of more than so many minutes. */
  public double exceeds(double minutes) {
    double away = minutes - minutes50;
    double width = (away < 0 ? minutes50 - minutes10 : minutes90 - minutes50) / NINE_TENTHS;
    if (width == 0) {
      return away < 0 ? 1 : away > 0 ? 0 : 0.5;
    }
    return away < 0 ? 1 - beyond(-away / width) : beyond(away / width);
  }

  /**
   * What a standard normal curve has beyond {@code z}, which is not negative: Abramowitz and Stegun
   * 26.2.17, wrong by less than 7.5e-8.
   */
  private static double beyond(double z) {
    double t = 1 / (1 + 0.2316419 * z);
    double sum =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}
