package io.offblock.model.network;

import java.util.Random;

/** All rows in a shuffled order, and then again in another. */
final class ShuffledOrder {
  private final int[] order;
  private final Random random;
  private int at;

  ShuffledOrder(int size, long seed) {
    order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    random = new Random(seed);
    at = size;
  }

  int[] next(int count) {
    int[] next = new int[count];
    for (int i = 0; i < count; i++) {
      if (at == order.length) {
        shuffle();
      }
      next[i] = order[at++];
    }
    return next;
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    at = 0;
  }
}
