package io.offblock.model.network;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How numbers become what a network can take. Every feature is cut at quantiles of the training
 * rows into up to 254 bins, as trees do; a row is then one byte a feature, 0 where the value is
 * missing. A bin is given to the network as a few numbers: whether it is missing, its value, and
 * its place along a piecewise linear scale, whose steps are what lets a network learn thresholds.
 *
 * @param names of the features, in the order of a row's bytes
 * @param groups each feature's group
 * @param edges ascending upper edges of all bins but the last
 * @param values mean of the training values in each bin, standardised and cut at four deviations
 */
public record Encoding(List<String> names, List<String> groups, float[][] edges, float[][] values) {
  /** Steps of the piecewise linear scale. */
  static final int STEPS = 4;

  /** Numbers that a feature becomes. */
  static final int WIDTH = 2 + STEPS;

  private static final int BINS = 254;

  public Encoding {
    names = List.copyOf(names);
    groups = List.copyOf(groups);
    Objects.requireNonNull(edges);
    Objects.requireNonNull(values);
  }

  /**
   * Cuts each feature at the quantiles of a sample.
   *
   * @param sample rows of raw values, NaN where missing
   */
  public static Encoding fit(List<String> names, float[][] sample) {
    float[][] edges = new float[names.size()][];
    float[][] values = new float[names.size()][];
    float[] column = new float[sample.length];
    for (int f = 0; f < names.size(); f++) {
      int n = 0;
      for (float[] row : sample) {
        if (!Float.isNaN(row[f])) {
          column[n++] = row[f];
        }
      }
      Arrays.sort(column, 0, n);
      edges[f] = edges(column, n);
      values[f] = means(column, n, edges[f]);
    }
    List<String> groups = names.stream().map(name -> name.substring(0, name.indexOf('.'))).toList();
    return new Encoding(names, groups, edges, values);
  }

  private static float[] edges(float[] sorted, int n) {
    float[] found = new float[BINS - 1];
    int size = 0;
    for (int b = 1; b < BINS && n > 0; b++) {
      int at = (int) ((long) b * n / BINS);
      float low = sorted[Math.max(0, at - 1)];
      if (low < sorted[n - 1] && (size == 0 || low > found[size - 1])) {
        found[size++] = low;
      }
    }
    return Arrays.copyOf(found, size);
  }

  private static float[] means(float[] sorted, int n, float[] edges) {
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += sorted[i] / n;
    }
    double variance = 0;
    for (int i = 0; i < n; i++) {
      variance += (sorted[i] - mean) * (sorted[i] - mean) / n;
    }
    double deviation = variance > 0 ? Math.sqrt(variance) : 1;
    float[] values = new float[edges.length + 1];
    int i = 0;
    for (int b = 0; b < values.length; b++) {
      double sum = 0;
      int count = 0;
      while (i < n && (b == edges.length || sorted[i] <= edges[b])) {
        sum += sorted[i++];
        count++;
      }
      double z = count == 0 ? 0 : (sum / count - mean) / deviation;
      values[b] = (float) Math.max(-4, Math.min(4, z));
    }
    return values;
  }

  /** How many features there are. */
  public int size() {
    return names.size();
  }

  /** Numbers that a row becomes. */
  int inputs() {
    return size() * WIDTH;
  }

  /** The byte of a value. */
  public byte code(int feature, float value) {
    if (Float.isNaN(value)) {
      return 0;
    }
    float[] e = edges[feature];
    int low = 0;
    int high = e.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value <= e[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return (byte) (low + 1);
  }

  /** The bytes of a row of raw values. */
  public void encode(float[] row, byte[] codes, int at) {
    for (int f = 0; f < edges.length; f++) {
      codes[at + f] = code(f, row[f]);
    }
  }

  /** How many different bytes a feature has, the one for missing included. */
  int codes(int feature) {
    return values[feature].length + 1;
  }

  /** What the network is given for a byte: {@link #WIDTH} numbers from {@code at}. */
  void expand(int feature, int code, float[] to, int at) {
    if (code == 0) {
      Arrays.fill(to, at, at + WIDTH, 0);
      to[at] = 1;
      return;
    }
    int bins = values[feature].length;
    float rank = bins == 1 ? 0.5f : (code - 1f) / (bins - 1);
    to[at] = 0;
    to[at + 1] = values[feature][code - 1];
    for (int s = 0; s < STEPS; s++) {
      to[at + 2 + s] = Math.max(0, Math.min(1, rank * STEPS - s));
    }
  }

  /** {@link #expand} of every byte of every feature. */
  float[][] table() {
    float[][] table = new float[size()][];
    for (int f = 0; f < table.length; f++) {
      table[f] = new float[256 * WIDTH];
      for (int c = 0; c < codes(f); c++) {
        expand(f, c, table[f], c * WIDTH);
      }
    }
    return table;
  }
}
