package io.offblock.model.network;

import io.offblock.model.network.Layout.Part;

/**
 * A trained network in plain Java. What a byte of a feature adds to the first layer is computed
 * once for each byte there is, so a row costs some additions and the two small layers; no native
 * library is needed. A test holds it to the training engine's own answers.
 *
 * <p>Safe for many threads, each with its own {@link Scratch}.
 */
public final class Network {
  /** Minutes in a unit of the quantile outputs. */
  public static final float UNIT = 20;

  private final Layout layout;
  private final float[][] added;
  private final float[][] carriers;
  private final float[][] origins;
  private final float[][] destinations;
  private final Weights w;

  /** Log odds and minutes that one row comes to. */
  public record Answer(double logOdds, double low, double median, double high) {}

  /** What one thread writes on. */
  public final class Scratch {
    final float[] first = new float[layout.first()];
    final float[] member = new float[layout.first()];
    final float[] second = new float[layout.second()];
  }

  /** A network with the encoding that it was trained with. */
  public Network(Encoding encoding, Weights weights) {
    w = weights;
    layout = weights.layout();
    if (layout.inputs() != encoding.inputs()) {
      throw new IllegalArgumentException(
          "the network takes %d numbers, the encoding gives %d"
              .formatted(layout.inputs(), encoding.inputs()));
    }
    added = new float[encoding.size()][];
    float[] expanded = new float[Encoding.WIDTH];
    for (int f = 0; f < added.length; f++) {
      added[f] = new float[encoding.codes(f) * layout.first()];
      for (int c = 0; c < encoding.codes(f); c++) {
        encoding.expand(f, c, expanded, 0);
        for (int k = 0; k < expanded.length; k++) {
          add(
              added[f],
              c * layout.first(),
              w.of(Part.WEIGHTS),
              (f * Encoding.WIDTH + k) * layout.first(),
              expanded[k]);
        }
      }
    }
    carriers = embedded(Part.CARRIERS, layout.carriers(), Layout.CARRIER, 0);
    origins = embedded(Part.ORIGINS, layout.airports(), Layout.AIRPORT, Layout.CARRIER);
    destinations =
        embedded(
            Part.DESTINATIONS, layout.airports(), Layout.AIRPORT, Layout.CARRIER + Layout.AIRPORT);
  }

  private float[][] embedded(Part part, int texts, int width, int from) {
    float[][] rows = new float[texts][layout.first()];
    for (int t = 0; t < texts; t++) {
      for (int k = 0; k < width; k++) {
        add(
            rows[t],
            0,
            w.of(Part.EMBEDDING_WEIGHTS),
            (from + k) * layout.first(),
            w.of(part)[t * width + k]);
      }
    }
    return rows;
  }

  private void add(float[] to, int at, float[] from, int begin, float factor) {
    for (int j = 0; j < layout.first(); j++) {
      to[at + j] += factor * from[begin + j];
    }
  }

  /** Sizes. */
  public Layout layout() {
    return layout;
  }

  /** What one thread needs. */
  public Scratch scratch() {
    return new Scratch();
  }

  /** How many features a row has. */
  public int features() {
    return added.length;
  }

  /** Adds what the byte of one feature gives to a first layer. */
  void addFeature(int feature, int code, float[] first) {
    float[] from = added[feature];
    int begin = code * layout.first();
    for (int j = 0; j < first.length; j++) {
      first[j] += from[begin + j];
    }
  }

  /** Adds what carrier, origin and destination give; 0 stands for an unknown one. */
  void addPlaces(int carrier, int origin, int destination, float[] first) {
    float[] c = carriers[carrier];
    float[] o = origins[origin];
    float[] d = destinations[destination];
    for (int j = 0; j < first.length; j++) {
      first[j] += c[j] + o[j] + d[j];
    }
  }

  /**
   * The answer to one row.
   *
   * @param codes the row's bytes from {@code at}
   * @param horizon ordinal of the horizon, or 4 for between
   */
  public Answer answer(
      byte[] codes, int at, int carrier, int origin, int destination, int horizon, Scratch s) {
    java.util.Arrays.fill(s.first, 0);
    for (int f = 0; f < added.length; f++) {
      addFeature(f, codes[at + f] & 0xff, s.first);
    }
    addPlaces(carrier, origin, destination, s.first);
    return answer(s.first, horizon, s);
  }

  /** The answer to a first layer before its scaling. */
  Answer answer(float[] first, int horizon, Scratch s) {
    int n = layout.first();
    int m = layout.second();
    float[] scale = w.of(Part.HORIZON_SCALE);
    float[] shift = w.of(Part.HORIZON_SHIFT);
    float[] memberScale = w.of(Part.SCALE);
    float[] memberShift = w.of(Part.SHIFT);
    float[] second = w.of(Part.SECOND);
    float[] secondScale = w.of(Part.SECOND_SCALE);
    float[] secondShift = w.of(Part.SECOND_SHIFT);
    float[] out = w.of(Part.OUT);
    float[] outShift = w.of(Part.OUT_SHIFT);
    double probability = 0;
    double low = 0;
    double median = 0;
    double high = 0;
    for (int k = 0; k < layout.members(); k++) {
      float[] h = s.member;
      for (int j = 0; j < n; j++) {
        float u = first[j] * (1 + scale[horizon * n + j]) + shift[horizon * n + j];
        h[j] = Math.max(0, u * memberScale[k * n + j] + memberShift[k * n + j]);
      }
      float[] z = s.second;
      java.util.Arrays.fill(z, 0);
      for (int j = 0; j < n; j++) {
        float v = h[j];
        if (v != 0) {
          int begin = j * m;
          for (int i = 0; i < m; i++) {
            z[i] += v * second[begin + i];
          }
        }
      }
      float o0 = outShift[k * 4];
      float o1 = outShift[k * 4 + 1];
      float o2 = outShift[k * 4 + 2];
      float o3 = outShift[k * 4 + 3];
      for (int i = 0; i < m; i++) {
        float v = Math.max(0, z[i] * secondScale[k * m + i] + secondShift[k * m + i]);
        int begin = (k * m + i) * 4;
        o0 += v * out[begin];
        o1 += v * out[begin + 1];
        o2 += v * out[begin + 2];
        o3 += v * out[begin + 3];
      }
      probability += 1 / (1 + Math.exp(-o0));
      low += o1 - softplus(o2);
      median += o1;
      high += o1 + softplus(o3);
    }
    double p = Math.max(1e-6, Math.min(1 - 1e-6, probability / layout.members()));
    double unit = UNIT / (double) layout.members();
    return new Answer(Math.log(p / (1 - p)), low * unit, median * unit, high * unit);
  }

  private static double softplus(double x) {
    return x > 20 ? x : Math.log1p(Math.exp(x));
  }
}
