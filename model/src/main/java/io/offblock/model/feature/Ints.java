package io.offblock.model.feature;

import java.util.Arrays;

/** A growing column of ints. */
final class Ints {
  private int[] values = new int[1024];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  int at(int i) {
    return values[i];
  }

  int size() {
    return size;
  }

  int[] ordered(int[] at) {
    int[] ordered = new int[at.length];
    for (int i = 0; i < at.length; i++) {
      ordered[i] = values[at[i]];
    }
    return ordered;
  }
}
