package io.offblock.model.forecast;

import io.offblock.model.network.FirstLayer;
import io.offblock.model.network.Layout;
import io.offblock.model.network.Network;
import io.offblock.model.network.Rows;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * The usual flight of each horizon, which reasons are told against: what each group of features
 * adds to the first layer, in the mean over many rows.
 *
 * @param added by horizon, group, and unit of the layer
 */
public record Usual(float[][][] added) {
  /** The mean over rows. A horizon without rows has that of all rows. */
  public static Usual of(Network network, List<String> groups, Rows rows) {
    FirstLayer layer = new FirstLayer(network, groups);
    int n = layer.groups().size();
    int width = network.layout().first();
    double[][][] sums = new double[Layout.HORIZONS + 1][n][width];
    long[] counts = new long[Layout.HORIZONS + 1];
    float[][] one = new float[n][width];
    for (int r = 0; r < rows.size(); r++) {
      layer.fill(rows, r, one);
      for (int h : new int[] {rows.horizon(r), Layout.HORIZONS}) {
        counts[h]++;
        for (int g = 0; g < n; g++) {
          for (int j = 0; j < width; j++) {
            sums[h][g][j] += one[g][j];
          }
        }
      }
    }
    float[][][] added = new float[Layout.HORIZONS][n][width];
    for (int h = 0; h < Layout.HORIZONS; h++) {
      int from = counts[h] > 0 ? h : Layout.HORIZONS;
      for (int g = 0; g < n; g++) {
        for (int j = 0; j < width; j++) {
          added[h][g][j] = (float) (sums[from][g][j] / Math.max(1, counts[from]));
        }
      }
    }
    return new Usual(added);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(added.length);
    out.writeInt(added[0].length);
    for (float[][] horizon : added) {
      for (float[] group : horizon) {
        ModelParts.write(out, group);
      }
    }
  }

  static Usual read(DataInputStream in) throws IOException {
    float[][][] added = new float[in.readInt()][in.readInt()][];
    for (float[][] horizon : added) {
      for (int g = 0; g < horizon.length; g++) {
        horizon[g] = ModelParts.floats(in);
      }
    }
    return new Usual(added);
  }
}
