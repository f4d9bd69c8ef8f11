package io.offblock.model.feature;

import java.util.Arrays;

/** A hash map of longs to ints without objects: open addressing, linear probing, no removal. */
final class LongMap {
  private static final long EMPTY = Long.MIN_VALUE;
  private long[] keys = new long[1024];
  private int[] values = new int[1024];
  private int size;

  LongMap() {
    Arrays.fill(keys, EMPTY);
  }

  int get(long key, int otherwise) {
    int at = place(keys, key);
    return keys[at] == EMPTY ? otherwise : values[at];
  }

  void put(long key, int value) {
    int at = place(keys, key);
    if (keys[at] == EMPTY) {
      if (++size * 2 > keys.length) {
        grow();
        at = place(keys, key);
      }
      keys[at] = key;
    }
    values[at] = value;
  }

  /** The number of the key, given out from 0 in the order of first appearance. */
  int number(long key) {
    int at = place(keys, key);
    if (keys[at] != EMPTY) {
      return values[at];
    }
    int number = size;
    put(key, number);
    return number;
  }

  int size() {
    return size;
  }

  private void grow() {
    long[] wider = new long[keys.length * 2];
    int[] moved = new int[wider.length];
    Arrays.fill(wider, EMPTY);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        int at = place(wider, keys[i]);
        wider[at] = keys[i];
        moved[at] = values[i];
      }
    }
    keys = wider;
    values = moved;
  }

  private static int place(long[] keys, long key) {
    long h = key * 0x9E3779B97F4A7C15L;
    int mask = keys.length - 1;
    int at = (int) (h ^ (h >>> 32)) & mask;
    while (keys[at] != EMPTY && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
