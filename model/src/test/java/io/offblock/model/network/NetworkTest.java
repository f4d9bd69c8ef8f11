package io.offblock.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import io.offblock.model.network.NetworkTrainer.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final int FEATURES = 7;
  private static final Recipe SMALL =
      new Recipe(24, 12, 3, 256, 6_000, 4, 2, 5e-3f, 1e-2f, 0.1f, 0.5f, 42);

  /** Late where the second feature is high or the third is missing. */
  private static float[][] sample(int n, Random random) {
    float[][] rows = new float[n][FEATURES];
    for (float[] row : rows) {
      for (int f = 0; f < FEATURES; f++) {
        row[f] = random.nextInt(10) == 0 ? Float.NaN : (float) random.nextGaussian() * (f + 1);
      }
    }
    return rows;
  }

  private static Encoding encoding() {
    List<String> names = new ArrayList<>();
    for (int f = 0; f < FEATURES; f++) {
      names.add("group.feature" + f);
    }
    return Encoding.fit(names, sample(4000, new Random(1)));
  }

  private static Rows rows(Encoding encoding, int n, long seed) {
    Random random = new Random(seed);
    Rows rows = new Rows(FEATURES);
    for (float[] raw : sample(n, random)) {
      double z = (raw[1] > 1 ? 2 : -1) + (Float.isNaN(raw[2]) ? 2.5 : 0);
      int carrier = random.nextInt(4);
      z += carrier - 1.5;
      boolean late = random.nextDouble() < 1 / (1 + Math.exp(-z));
      int delay = late ? 15 + random.nextInt(60) : -10 + random.nextInt(20);
      int row = rows.add(0, random.nextInt(5), delay, carrier, random.nextInt(9), 3);
      encoding.encode(raw, rows.codes(row), rows.at(row));
    }
    return rows;
  }

  @Test
  void plainJavaAnswersWhatTheEngineAnswers() {
    Encoding encoding = encoding();
    Rows rows = rows(encoding, 500, 2);
    Layout layout = new Layout(encoding.inputs(), 4, 9, 24, 12, 3);
    Weights weights = Weights.random(layout, 5, -1);
    Random random = new Random(6);
    // So that no part is zero.
    weights.parts().values().forEach(p -> jitter(p, random));
    Network network = new Network(encoding, weights);
    Network.Scratch scratch = network.scratch();
    Network.Answer[] answers = new Network.Answer[rows.size()];
    network.answers(rows, 0, rows.size(), answers, scratch);
    int[] all = java.util.stream.IntStream.range(0, rows.size()).toArray();
    Batch batch = new Batch(rows, new float[rows.size()], encoding.size(), encoding.table(), false);
    batch.fill(all);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Dropout dropout =
          new Dropout(0.1f, layout.members() * all.length * layout.first(), 3, manager);
      DelayBlock block = new DelayBlock(weights, dropout);
      NDList in = batch.inputs(manager);
      block.initialize(manager, DataType.FLOAT32, in.getShapes());
      float[] out =
          block
              .forward(new ParameterStore(manager, false), in, false)
              .singletonOrThrow()
              .toFloatArray();
      for (int r = 0; r < all.length; r++) {
        double probability = 0;
        double[] minutes = new double[3];
        for (int m = 0; m < 3; m++) {
          int at = (m * all.length + r) * 4;
          probability += 1 / (1 + Math.exp(-out[at])) / 3;
          minutes[0] += (out[at + 1] - Math.log1p(Math.exp(out[at + 2]))) / 3;
          minutes[1] += out[at + 1] / 3;
          minutes[2] += (out[at + 1] + Math.log1p(Math.exp(out[at + 3]))) / 3;
        }
        Network.Answer a = answers[r];
        assertEquals(a, network.answer(rows, r, scratch), "alone as in a batch");
        assertEquals(probability, 1 / (1 + Math.exp(-a.logOdds())), 1e-5);
        assertEquals(minutes[0] * Network.UNIT, a.low(), 2e-4);
        assertEquals(minutes[1] * Network.UNIT, a.median(), 2e-4);
        assertEquals(minutes[2] * Network.UNIT, a.high(), 2e-4);
        assertTrue(a.low() <= a.median() && a.median() <= a.high());
      }
    }
  }

  private static void jitter(float[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.1f * (float) random.nextGaussian();
    }
  }

  @Test
  void twoRunsGiveTheSameWeightsAndTheyHaveLearnt() {
    Encoding encoding = encoding();
    Rows rows = rows(encoding, 6000, 3);
    Rows held = rows(encoding, 2000, 4);
    float[] nothing = new float[rows.size()];
    List<Double> losses = new ArrayList<>();
    NetworkTrainer.Trained first =
        new NetworkTrainer(encoding, SMALL)
            .train(rows, nothing, held, 4, 9, e -> losses.add(e.logLoss()));
    NetworkTrainer.Trained second =
        new NetworkTrainer(encoding, SMALL).train(rows, nothing, held, 4, 9, e -> {});
    first
        .weights()
        .parts()
        .forEach((part, p) -> assertArrayEquals(p, second.weights().of(part), part.name()));
    double base = baseLoss(held);
    double least = losses.stream().mapToDouble(d -> d).min().orElseThrow();
    assertTrue(least < 0.92 * base, least + " is not well below " + base);
    assertEquals(least, losses.get(first.kept() - 1));
  }

  private static double baseLoss(Rows rows) {
    double late = 0;
    for (int r = 0; r < rows.size(); r++) {
      late += rows.delay(r) >= 15 ? 1 : 0;
    }
    double p = late / rows.size();
    return -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  }

  @Test
  void aValueFallsIntoTheBinThatEndsAtOrAboveIt() {
    Encoding encoding = encoding();
    float[] edges = encoding.edges()[0];
    assertEquals(0, encoding.code(0, Float.NaN));
    assertEquals(1, encoding.code(0, Float.NEGATIVE_INFINITY));
    assertEquals(edges.length + 1, encoding.code(0, Float.POSITIVE_INFINITY) & 0xff);
    for (int b = 0; b < edges.length; b++) {
      assertEquals(b + 1, encoding.code(0, edges[b]) & 0xff);
      assertEquals(b + 2, encoding.code(0, Math.nextUp(edges[b])) & 0xff);
    }
  }
}
