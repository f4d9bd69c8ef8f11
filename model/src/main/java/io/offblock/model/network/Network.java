package io.offblock.model.network;

import io.offblock.model.network.Layout.Part;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A trained network in plain Java. What a byte of a feature adds to the first layer is computed
 * once for each byte there is, so a row costs some additions and the two small layers; no native
 * library is needed. A test holds it to the training engine's own answers.
 *
 * <p>Every inner loop runs over whole arrays by one index: that is what the compiler turns into
 * vector instructions. Safe for many threads, each with its own {@link Scratch}.
 */
public final class Network {
  /** Minutes in a unit of the quantile outputs. */
  public static final float UNIT = 20;

  /** Rows that go through the first layer together, a feature at a time: its table stays near. */
  private static final int BLOCK = 64;

  /** Rows that one processor answers at a time. */
  private static final int SHARE = 4096;

  private final Layout layout;
  private final float[][][] added;
  private final float[][] carriers;
  private final float[][] origins;
  private final float[][] destinations;
  private final float[][] horizonScale;
  private final float[][] horizonShift;
  private final float[][] scale;
  private final float[][] shift;
  private final float[][] second;
  private final float[][] secondScale;
  private final float[][] secondShift;
  private final float[][][] out;
  private final float[][] outShift;

  /** Log odds and minutes that one row comes to. */
  public record Answer(double logOdds, double low, double median, double high) {}

  /** What one thread writes on. */
  public final class Scratch {
    private final int[] picked = new int[BLOCK];
    private final float[][] first = new float[BLOCK][layout.first()];
    private final float[] shared = new float[layout.first()];
    private final float[] member = new float[layout.first()];
    private final int[] active = new int[layout.first()];
    private final float[] second = new float[layout.second()];
  }

  /** A network with the encoding that it was trained with. */
  public Network(Encoding encoding, Weights weights) {
    layout = weights.layout();
    if (layout.inputs() != encoding.inputs()) {
      throw new IllegalArgumentException(
          "the network takes %d numbers, the encoding gives %d"
              .formatted(layout.inputs(), encoding.inputs()));
    }
    float[][] rows = rows(weights, Part.WEIGHTS, layout.first());
    added = new float[encoding.size()][][];
    float[] expanded = new float[Encoding.WIDTH];
    for (int f = 0; f < added.length; f++) {
      added[f] = new float[encoding.codes(f)][layout.first()];
      for (int c = 0; c < added[f].length; c++) {
        encoding.expand(f, c, expanded, 0);
        for (int k = 0; k < expanded.length; k++) {
          add(added[f][c], rows[f * Encoding.WIDTH + k], expanded[k]);
        }
      }
    }
    carriers = embedded(weights, Part.CARRIERS, Layout.CARRIER, 0);
    origins = embedded(weights, Part.ORIGINS, Layout.AIRPORT, Layout.CARRIER);
    destinations =
        embedded(weights, Part.DESTINATIONS, Layout.AIRPORT, Layout.CARRIER + Layout.AIRPORT);
    horizonScale = rows(weights, Part.HORIZON_SCALE, layout.first());
    horizonShift = rows(weights, Part.HORIZON_SHIFT, layout.first());
    scale = rows(weights, Part.SCALE, layout.first());
    shift = rows(weights, Part.SHIFT, layout.first());
    second = rows(weights, Part.SECOND, layout.second());
    secondScale = rows(weights, Part.SECOND_SCALE, layout.second());
    secondShift = rows(weights, Part.SECOND_SHIFT, layout.second());
    outShift = rows(weights, Part.OUT_SHIFT, Layout.OUTPUTS);
    out = new float[layout.members()][Layout.OUTPUTS][layout.second()];
    float[] flat = weights.of(Part.OUT);
    for (int i = 0; i < flat.length; i++) {
      int row = i / Layout.OUTPUTS;
      out[row / layout.second()][i % Layout.OUTPUTS][row % layout.second()] = flat[i];
    }
  }

  private static float[][] rows(Weights w, Part part, int width) {
    float[] flat = w.of(part);
    float[][] rows = new float[flat.length / width][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = Arrays.copyOfRange(flat, r * width, (r + 1) * width);
    }
    return rows;
  }

  private float[][] embedded(Weights w, Part part, int width, int from) {
    float[][] texts = rows(w, part, width);
    float[][] weights = rows(w, Part.EMBEDDING_WEIGHTS, layout.first());
    float[][] embedded = new float[texts.length][layout.first()];
    for (int t = 0; t < texts.length; t++) {
      for (int k = 0; k < width; k++) {
        add(embedded[t], weights[from + k], texts[t][k]);
      }
    }
    return embedded;
  }

  private static void add(float[] to, float[] from, float factor) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * from[j];
    }
  }

  private static void add(float[] to, float[] from) {
    for (int j = 0; j < to.length; j++) {
      to[j] += from[j];
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
    add(first, added[feature][code]);
  }

  /** Adds what carrier, origin and destination give; 0 stands for an unknown one. */
  void addPlaces(int carrier, int origin, int destination, float[] first) {
    add(first, carriers[carrier]);
    add(first, origins[origin]);
    add(first, destinations[destination]);
  }

  /** The answer to one row. */
  public Answer answer(Rows rows, int row, Scratch s) {
    s.picked[0] = row;
    layers(rows, s.picked, 0, 1, s);
    return answer(s.first[0], rows.horizon(row), s);
  }

  /** The answers to rows in their order, from {@code begin} to before {@code end}. */
  public void answers(Rows rows, int begin, int end, Answer[] to, Scratch s) {
    for (int from = begin; from < end; from += BLOCK) {
      int size = Math.min(BLOCK, end - from);
      for (int i = 0; i < size; i++) {
        s.picked[i] = from + i;
      }
      layers(rows, s.picked, 0, size, s);
      for (int i = 0; i < size; i++) {
        to[from + i] = answer(s.first[i], rows.horizon(from + i), s);
      }
    }
  }

  /** The answers to all rows, in their order. All processors share them. */
  public Answer[] answers(Rows rows) {
    Answer[] answers = new Answer[rows.size()];
    answers(rows, IntStream.range(0, rows.size()).toArray(), answers);
    return answers;
  }

  /**
   * The answers to some rows, each at its place. All processors share them.
   *
   * @param picked the rows
   */
  public void answers(Rows rows, int[] picked, Answer[] to) {
    IntStream.range(0, (picked.length + SHARE - 1) / SHARE)
        .parallel()
        .forEach(k -> answers(rows, picked, k * SHARE, to, scratch()));
  }

  private void answers(Rows rows, int[] picked, int begin, Answer[] to, Scratch s) {
    int end = Math.min(picked.length, begin + SHARE);
    for (int from = begin; from < end; from += BLOCK) {
      int n = Math.min(BLOCK, end - from);
      layers(rows, picked, from, n, s);
      for (int i = 0; i < n; i++) {
        int r = picked[from + i];
        to[r] = answer(s.first[i], rows.horizon(r), s);
      }
    }
  }

  private void layers(Rows rows, int[] picked, int begin, int size, Scratch s) {
    for (int i = 0; i < size; i++) {
      Arrays.fill(s.first[i], 0);
      int r = picked[begin + i];
      addPlaces(rows.carrier(r), rows.origin(r), rows.destination(r), s.first[i]);
    }
    for (int f = 0; f < added.length; f++) {
      float[][] table = added[f];
      for (int i = 0; i < size; i++) {
        int r = picked[begin + i];
        add(s.first[i], table[rows.codes(r)[rows.at(r) + f] & 0xff]);
      }
    }
  }

  /** The answer to a first layer before its scaling. */
  Answer answer(float[] first, int horizon, Scratch s) {
    float[] shared = s.shared;
    scaled(first, horizonScale[horizon], horizonShift[horizon], shared);
    double probability = 0;
    double low = 0;
    double median = 0;
    double high = 0;
    float[] z = s.second;
    for (int k = 0; k < layout.members(); k++) {
      through(shared, scale[k], shift[k], s.member);
      Arrays.fill(z, 0);
      secondLayer(s.member, s.active, z);
      through(z, secondScale[k], secondShift[k], z);
      double o1 = outShift[k][1] + dot(z, out[k][1]);
      probability += 1 / (1 + Math.exp(-outShift[k][0] - dot(z, out[k][0])));
      low += o1 - softplus(outShift[k][2] + dot(z, out[k][2]));
      median += o1;
      high += o1 + softplus(outShift[k][3] + dot(z, out[k][3]));
    }
    double p = Math.max(1e-6, Math.min(1 - 1e-6, probability / layout.members()));
    double unit = UNIT / (double) layout.members();
    return new Answer(Math.log(p / (1 - p)), low * unit, median * unit, high * unit);
  }

  private static void scaled(float[] from, float[] scale, float[] shift, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] = from[j] * (1 + scale[j]) + shift[j];
    }
  }

  private static void through(float[] from, float[] scale, float[] shift, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] = Math.max(0, from[j] * scale[j] + shift[j]);
    }
  }

  /** About half of the units are 0: only the others go on, four at a time. */
  private void secondLayer(float[] units, int[] active, float[] z) {
    int n = 0;
    for (int j = 0; j < units.length; j++) {
      active[n] = j;
      n += units[j] > 0 ? 1 : 0;
    }
    int a = 0;
    for (; a + 4 <= n; a += 4) {
      int j0 = active[a];
      int j1 = active[a + 1];
      int j2 = active[a + 2];
      int j3 = active[a + 3];
      addFour(
          z,
          second[j0],
          units[j0],
          second[j1],
          units[j1],
          second[j2],
          units[j2],
          second[j3],
          units[j3]);
    }
    for (; a < n; a++) {
      add(z, second[active[a]], units[active[a]]);
    }
  }

  private static void addFour(
      float[] z,
      float[] s0,
      float v0,
      float[] s1,
      float v1,
      float[] s2,
      float v2,
      float[] s3,
      float v3) {
    for (int i = 0; i < z.length; i++) {
      z[i] += (v0 * s0[i] + v1 * s1[i]) + (v2 * s2[i] + v3 * s3[i]);
    }
  }

  private static double dot(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 4 <= a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double softplus(double x) {
    return x > 20 ? x : Math.log1p(Math.exp(x));
  }
}
