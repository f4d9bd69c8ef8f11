package io.offblock.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * Leaves out a share of hidden values in training and makes the others larger by as much
 * (Srivastava et al. 2014, inverted). What is left out is drawn once, several times as much as a
 * step needs, and each use begins at another place of it: the engine's own drawing, value by value
 * on one thread, took more than half of a step. It draws from no generator that others use.
 */
final class Dropout {
  /** How many times more is drawn than the largest use takes. */
  private static final int TIMES = 2;

  private final SplittableRandom random;

  /** Held because the engine reads the factors where they lie. */
  private final ByteBuffer memory;

  private final NDArray factors;
  private final int size;

  /**
   * @param share of the values that are left out, from 0 to less than 1
   * @param most values of the largest array that it is used on
   * @param manager of what is drawn
   */
  Dropout(float share, int most, long seed, NDManager manager) {
    if (share < 0 || share >= 1) {
      throw new IllegalArgumentException("a share of %s cannot be left out".formatted(share));
    }
    random = new SplittableRandom(seed);
    size = share == 0 ? 0 : TIMES * most;
    memory = ByteBuffer.allocateDirect(size * Float.BYTES).order(ByteOrder.nativeOrder());
    FloatBuffer drawn = memory.asFloatBuffer();
    float kept = 1 / (1 - share);
    for (int i = 0; i < size; i++) {
      drawn.put(random.nextDouble() < share ? 0 : kept);
    }
    factors = size == 0 ? null : manager.create(memory, new Shape(size), DataType.FLOAT32);
  }

  /** Some of the values left out. */
  NDArray of(NDArray values) {
    if (factors == null) {
      return values;
    }
    int count = Math.toIntExact(values.size());
    int from = random.nextInt(size - count + 1);
    try (NDArray used = factors.get(new NDIndex("{}:{}", from, from + count))) {
      return values.mul(used.reshape(values.getShape()));
    }
  }
}
