package io.offblock.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final Shape SHAPE = new Shape(4, 200, 50);
  private static final int SIZE = (int) SHAPE.size();
  private static final NDManager MANAGER = NDManager.newBaseManager("PyTorch");

  @AfterAll
  static void close() {
    MANAGER.close();
  }

  private static float[] used(Dropout dropout) {
    NDArray left = dropout.of(MANAGER.ones(SHAPE));
    assertEquals(SHAPE, left.getShape());
    return left.toFloatArray();
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.2f, 0.3f, 0.9f})
  void asManyAreLeftOutAsWasSaidAndTheOthersMakeUpForThem(float share) {
    float[] left = used(new Dropout(share, SIZE, 1, MANAGER));
    int out = 0;
    double sum = 0;
    for (float value : left) {
      out += value == 0 ? 1 : 0;
      sum += value;
      assertTrue(
          value == 0 || Math.abs(value - 1 / (1 - share)) < 1e-6, () -> "a value of " + value);
    }
    double deviation = Math.sqrt(share * (1 - share) / SIZE);
    assertEquals(share, out / (double) SIZE, 5 * deviation);
    assertEquals(1, sum / SIZE, 5 * deviation / (1 - share));
  }

  @Test
  void eachUseLeavesOthersOut() {
    Dropout dropout = new Dropout(0.5f, SIZE, 1, MANAGER);
    float[] before = used(dropout);
    for (int use = 0; use < 8; use++) {
      float[] now = used(dropout);
      int same = 0;
      for (int i = 0; i < SIZE; i++) {
        same += now[i] == before[i] ? 1 : 0;
      }
      assertEquals(.5, same / (double) SIZE, .03, "as two that know nothing of each other");
      before = now;
    }
  }

  @Test
  void oneSeedLeavesTheSameOutAgain() {
    Dropout one = new Dropout(0.2f, SIZE, 7, MANAGER);
    Dropout other = new Dropout(0.2f, SIZE, 7, MANAGER);
    for (int use = 0; use < 3; use++) {
      assertArrayEquals(used(one), used(other));
    }
  }

  @Test
  void noShareChangesNothing() {
    NDArray values = MANAGER.ones(SHAPE);
    assertSame(values, new Dropout(0, SIZE, 1, MANAGER).of(values));
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1f, 2f})
  void aShareThatLeavesNothingIsRefused(float share) {
    assertThrows(IllegalArgumentException.class, () -> new Dropout(share, SIZE, 1, MANAGER));
  }
}
