package io.offblock.model.feature;

/**
 * Delays by key over the last hour, three hours and day, counted as time goes on: an event enters
 * when it is applied and leaves when it is too old, so nothing later than now can be in it.
 */
final class Trailing {
  static final int HOUR = 0;
  static final int THREE_HOURS = 1;
  static final int DAY = 2;
  private static final int[] MINUTES = {60, 180, 1440};

  private final int[][] times;
  private final short[][] delays;
  private final int[] end;
  private final int[][] begin;
  private final int[][] sum;

  Trailing(int keys) {
    times = new int[keys][];
    delays = new short[keys][];
    end = new int[keys];
    begin = new int[MINUTES.length][keys];
    sum = new int[MINUTES.length][keys];
  }

  void add(int key, int now, int delay) {
    expire(key, now);
    if (times[key] == null) {
      times[key] = new int[16];
      delays[key] = new short[16];
    } else if (end[key] - begin[DAY][key] == times[key].length) {
      grow(key);
    }
    int at = end[key]++ & (times[key].length - 1);
    times[key][at] = now;
    delays[key][at] = (short) delay;
    for (int w = 0; w < MINUTES.length; w++) {
      sum[w][key] += delay;
    }
  }

  /** Lets go of what is too old. Before any question. */
  void expire(int key, int now) {
    if (times[key] == null) {
      return;
    }
    int mask = times[key].length - 1;
    for (int w = 0; w < MINUTES.length; w++) {
      int oldest = now - MINUTES[w];
      int at = begin[w][key];
      while (at != end[key] && times[key][at & mask] <= oldest) {
        sum[w][key] -= delays[key][at & mask];
        at++;
      }
      begin[w][key] = at;
    }
  }

  int count(int key, int window) {
    return end[key] - begin[window][key];
  }

  /** Mean delay, drawn towards {@code prior} as if {@code weight} more had been seen. */
  double mean(int key, int window, double prior, double weight) {
    return (sum[window][key] + prior * weight) / (count(key, window) + weight);
  }

  private void grow(int key) {
    int old = times[key].length;
    int[] t = new int[old * 2];
    short[] d = new short[old * 2];
    for (int at = begin[DAY][key]; at != end[key]; at++) {
      t[at & (old * 2 - 1)] = times[key][at & (old - 1)];
      d[at & (old * 2 - 1)] = delays[key][at & (old - 1)];
    }
    times[key] = t;
    delays[key] = d;
  }
}
