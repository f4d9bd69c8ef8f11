package io.offblock.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.offblock.model.network.Layout.Part;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DelayLossTest {
  private static final int MEMBERS = 2;
  private static final int ROWS = 20;
  private static final float WEIGHT = 0.4f;

  /** Filled anew by each scrubbing, and held so that what is freed is used again by it. */
  private static final ByteBuffer[] SCRUBBED = new ByteBuffer[4000];

  @Test
  void theLossAndItsGradientAreThoseOfTheFormulas() {
    Random random = new Random(7);
    float[] out = gaussians(MEMBERS * ROWS * Layout.OUTPUTS, 2, random);
    float[] given = gaussians(ROWS, 1, random);
    float[] minutes = gaussians(ROWS, 1, random);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      DelayLoss loss = new DelayLoss(WEIGHT, manager);
      NDArray z = manager.create(out, new Shape(MEMBERS, ROWS, Layout.OUTPUTS));
      z.setRequiresGradient(true);
      float value;
      try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray total =
            loss.of(z, row(manager, given), row(manager, late(minutes)), row(manager, minutes));
        scrub();
        gradients.backward(total);
        value = total.getFloat();
      }
      assertEquals(expected(out, given, minutes), value, 1e-5);
      float[] gradient = z.getGradient().toFloatArray();
      for (int i = 0; i < out.length; i++) {
        double step = 1e-5;
        double slope =
            (expected(with(out, i, step), given, minutes)
                    - expected(with(out, i, -step), given, minutes))
                / (2 * step);
        assertEquals(slope, gradient[i], 1e-5, "output " + i);
      }
    }
  }

  /** The formulas once more, a row at a time. */
  private static double expected(double[] out, float[] given, float[] minutes) {
    double cross = 0;
    double pinball = 0;
    for (int m = 0; m < MEMBERS; m++) {
      for (int r = 0; r < ROWS; r++) {
        int at = (m * ROWS + r) * Layout.OUTPUTS;
        double p = 1 / (1 + Math.exp(-out[at] - given[r]));
        cross -= Math.log(minutes[r] > 0 ? p : 1 - p);
        double median = out[at + 1];
        double low = median - Math.log1p(Math.exp(out[at + 2]));
        double high = median + Math.log1p(Math.exp(out[at + 3]));
        pinball +=
            pinball(minutes[r], low, 0.1)
                + pinball(minutes[r], median, 0.5)
                + pinball(minutes[r], high, 0.9);
      }
    }
    return (cross + WEIGHT * pinball) / (MEMBERS * ROWS);
  }

  private static double expected(float[] out, float[] given, float[] minutes) {
    return expected(with(out, 0, 0), given, minutes);
  }

  private static double pinball(double actual, double quantile, double level) {
    double off = actual - quantile;
    return off > 0 ? level * off : (level - 1) * off;
  }

  private static double[] with(float[] values, int at, double more) {
    double[] changed = new double[values.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = values[i];
    }
    changed[at] += more;
    return changed;
  }

  @Test
  void whatIsCollectedBeforeTheGradientIsTakenChangesNoneOfIt() {
    Map<Part, float[]> undisturbed = gradients(() -> {});
    Map<Part, float[]> disturbed = gradients(DelayLossTest::scrub);
    undisturbed.forEach((part, g) -> assertArrayEquals(g, disturbed.get(part), part.name()));
  }

  private static Map<Part, float[]> gradients(Runnable between) {
    Random random = new Random(8);
    Weights weights = Weights.random(new Layout(12, 4, 9, 8, 6, MEMBERS), 5, -1);
    float[] numbers = gaussians(ROWS * 12, 1, random);
    float[] given = gaussians(ROWS, 1, random);
    float[] minutes = gaussians(ROWS, 1, random);
    long[] places = random.longs(ROWS * 3, 0, 4).toArray();
    float[] horizons = new float[ROWS * Layout.HORIZONS];
    for (int r = 0; r < ROWS; r++) {
      horizons[r * Layout.HORIZONS + random.nextInt(Layout.HORIZONS)] = 1;
    }
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      DelayLoss loss = new DelayLoss(WEIGHT, manager);
      DelayBlock block = new DelayBlock(weights, new Dropout(0.3f, MEMBERS * ROWS * 8, 3, manager));
      NDList in =
          new NDList(
              manager.create(numbers, new Shape(ROWS, 12)),
              manager.create(places, new Shape(ROWS, 3)),
              manager.create(horizons, new Shape(ROWS, Layout.HORIZONS)));
      block.initialize(manager, DataType.FLOAT32, in.getShapes());
      block.parts().values().forEach(p -> p.getArray().setRequiresGradient(true));
      try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray out =
            block.forward(new ParameterStore(manager, false), in, true).singletonOrThrow();
        NDArray total =
            loss.of(out, row(manager, given), row(manager, late(minutes)), row(manager, minutes));
        between.run();
        gradients.backward(total);
      }
      Map<Part, float[]> found = new EnumMap<>(Part.class);
      block.parts().forEach((k, p) -> found.put(k, p.getArray().getGradient().toFloatArray()));
      return found;
    }
  }

  private static float[] late(float[] minutes) {
    float[] late = new float[minutes.length];
    for (int r = 0; r < late.length; r++) {
      late[r] = minutes[r] > 0 ? 1 : 0;
    }
    return late;
  }

  private static NDArray row(NDManager manager, float[] values) {
    return manager.create(values, new Shape(1, values.length));
  }

  private static float[] gaussians(int count, double spread, Random random) {
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) (spread * random.nextGaussian());
    }
    return drawn;
  }

  /** Collects all memory that nobody holds, and writes into what was freed. */
  private static void scrub() {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(p -> p.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    fill(1);
    Arrays.fill(SCRUBBED, null);
    long held = direct.getCount();
    long until = System.nanoTime() + 10_000_000_000L;
    while (direct.getCount() > held - SCRUBBED.length) {
      assertTrue(System.nanoTime() < until, "nothing was collected in ten seconds");
      System.gc();
      Thread.onSpinWait();
    }
    fill(1000);
  }

  private static void fill(float value) {
    for (int i = 0; i < SCRUBBED.length; i++) {
      SCRUBBED[i] = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
      SCRUBBED[i].putFloat(0, value);
    }
  }
}
