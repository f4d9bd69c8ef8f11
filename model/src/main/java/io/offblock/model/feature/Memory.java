package io.offblock.model.feature;

/**
 * What past arrivals say of a key: how much more often than the network of their day its flights
 * were late, and by how many minutes; and how it has been in the last days. Small counts are drawn
 * to the network's level, so a key never seen has exactly that level.
 */
final class Memory {
  /** Arrivals that the prior counts for: long memory, recent memory. */
  private static final double LONG = 20;

  private static final double RECENT = 8;

  /** Minutes in which the weight of a recent arrival halves. */
  static final double HALF_LIFE = 4 * 1440;

  private static final double LN2 = Math.log(2);

  final Keys keys;
  final float[] count;
  final float[] late;
  final float[] minutes;
  final float[] recentCount;
  final float[] recentLate;
  final float[] recentMinutes;
  final int[] at;

  Memory(Keys keys) {
    this.keys = keys;
    int n = keys.count();
    count = new float[n];
    late = new float[n];
    minutes = new float[n];
    recentCount = new float[n];
    recentLate = new float[n];
    recentMinutes = new float[n];
    at = new int[n];
  }

  /**
   * Takes in an arrival.
   *
   * @param delay minutes, cut at both ends
   * @param level the network's share late and mean delay by then
   */
  void add(int flight, int now, boolean isLate, double delay, double levelLate, double level) {
    int k = keys.of[flight];
    count[k]++;
    late[k] += (float) ((isLate ? 1 : 0) - levelLate);
    minutes[k] += (float) (delay - level);
    float faded = faded(k, now);
    recentCount[k] = recentCount[k] * faded + 1;
    recentLate[k] = recentLate[k] * faded + (isLate ? 1 : 0);
    recentMinutes[k] = (float) (recentMinutes[k] * faded + delay);
    at[k] = now;
  }

  private float faded(int k, int now) {
    return recentCount[k] == 0 ? 0 : (float) Math.exp(LN2 * (at[k] - now) / HALF_LIFE);
  }

  double count(int flight) {
    return count[keys.of[flight]];
  }

  double excessLate(int flight) {
    int k = keys.of[flight];
    return late[k] / (count[k] + LONG);
  }

  double excessMinutes(int flight) {
    int k = keys.of[flight];
    return minutes[k] / (count[k] + LONG);
  }

  double recentLate(int flight, int now, double level) {
    int k = keys.of[flight];
    float faded = faded(k, now);
    return (recentLate[k] * faded + RECENT * level) / (recentCount[k] * faded + RECENT);
  }

  double recentMinutes(int flight, int now, double level) {
    int k = keys.of[flight];
    float faded = faded(k, now);
    return (recentMinutes[k] * faded + RECENT * level) / (recentCount[k] * faded + RECENT);
  }
}
