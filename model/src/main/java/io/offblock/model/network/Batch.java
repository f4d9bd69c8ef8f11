package io.offblock.model.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The rows of one step, expanded to what the network takes. The arrays are used again. */
final class Batch {
  private static final int LATE = 15;

  /** One row in so many. */
  private static final int UNKNOWN = 50;

  private final Rows rows;
  private final float[] circumstances;
  private final boolean training;
  private final int features;
  private final float[][] table;
  private float[] numbers = new float[0];
  private ByteBuffer direct = ByteBuffer.allocateDirect(0);
  private long[] places = new long[0];
  private float[] horizons = new float[0];
  private int size;

  /** 1 for each row that was late. */
  float[] late = new float[0];

  /** Delay of each row, in the unit of the outputs. */
  float[] minutes = new float[0];

  /** Log odds that each row was given by its circumstances. */
  float[] given = new float[0];

  Batch(Rows rows, float[] circumstances, int features, float[][] table, boolean training) {
    this.rows = rows;
    this.circumstances = circumstances;
    this.training = training;
    this.features = features;
    this.table = table;
  }

  void fill(int[] chosen) {
    size = chosen.length;
    int width = Encoding.WIDTH;
    if (late.length != size) {
      numbers = new float[size * features * width];
      direct =
          ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
      places = new long[size * 3];
      horizons = new float[size * Layout.HORIZONS];
      late = new float[size];
      minutes = new float[size];
      given = new float[size];
    }
    Arrays.fill(horizons, 0);
    int to = 0;
    for (int i = 0; i < size; i++) {
      int row = chosen[i];
      byte[] codes = rows.codes(row);
      int at = rows.at(row);
      for (int f = 0; f < features; f++) {
        System.arraycopy(table[f], (codes[at + f] & 0xff) * width, numbers, to, width);
        to += width;
      }
      places[i * 3] = known(row, 0) ? rows.carrier(row) : 0;
      places[i * 3 + 1] = known(row, 1) ? rows.origin(row) : 0;
      places[i * 3 + 2] = known(row, 2) ? rows.destination(row) : 0;
      horizons[i * Layout.HORIZONS + rows.horizon(row)] = 1;
      late[i] = rows.delay(row) >= LATE ? 1 : 0;
      minutes[i] = rows.delay(row) / Network.UNIT;
      given[i] = circumstances[row];
    }
  }

  /** Some rows are trained without their carrier or airport: later months bring unknown ones. */
  private boolean known(int row, int place) {
    return !training || Integer.remainderUnsigned((row * 3 + place) * 0x9E3779B1, UNKNOWN) != 0;
  }

  /**
   * The engine reads the numbers where they lie, outside the heap: one buffer for all steps, where
   * a new one for each would wait for the collector by the gigabyte. What is made of them must be
   * closed before the next {@link #fill}.
   */
  NDList inputs(NDManager manager) {
    direct.clear();
    direct.asFloatBuffer().put(numbers);
    return new NDList(
        manager.create(direct, new Shape(size, (long) features * Encoding.WIDTH), DataType.FLOAT32),
        manager.create(places, new Shape(size, 3)),
        manager.create(horizons, new Shape(size, Layout.HORIZONS)));
  }
}
