package io.offblock.model.feature;

/** The level of the whole network: share late and mean delay of arrivals, fading by the day. */
final class Network {
  private static final double LN2 = Math.log(2);
  private static final double[] HALF_LIFE = {1440, 7 * 1440};
  private static final double FIRST_LATE = 0.22;
  private static final double FIRST_DELAY = 6;
  private static final double FIRST_WEIGHT = 50;

  final double[] count = {FIRST_WEIGHT, FIRST_WEIGHT};
  final double[] late = {FIRST_WEIGHT * FIRST_LATE, FIRST_WEIGHT * FIRST_LATE};
  final double[] minutes = {FIRST_WEIGHT * FIRST_DELAY, FIRST_WEIGHT * FIRST_DELAY};
  int at = Integer.MIN_VALUE;

  void arrived(int now, int delay) {
    for (int w = 0; w < HALF_LIFE.length; w++) {
      double faded =
          at == Integer.MIN_VALUE ? 1 : Math.exp(-LN2 * Math.max(0, now - at) / HALF_LIFE[w]);
      count[w] = count[w] * faded + 1;
      late[w] = late[w] * faded + (delay >= 15 ? 1 : 0);
      minutes[w] = minutes[w] * faded + delay;
    }
    at = Math.max(at, now);
  }

  double late() {
    return late[0] / count[0];
  }

  double minutes() {
    return minutes[0] / count[0];
  }

  double weekLate() {
    return late[1] / count[1];
  }

  double weekMinutes() {
    return minutes[1] / count[1];
  }
}
