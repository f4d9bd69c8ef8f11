package io.offblock.model.feature;

/**
 * One kind of key, numbered densely over a table of flights. The name of a key is a hash of its
 * texts, so that what was remembered under it can be found again in another table.
 */
final class Keys {
  final int[] of;
  final long[] names;

  /**
   * @param name 64 bits for each flight
   */
  Keys(int flights, java.util.function.IntToLongFunction name) {
    LongMap map = new LongMap();
    of = new int[flights];
    Longs list = new Longs();
    for (int i = 0; i < flights; i++) {
      long n = name.applyAsLong(i);
      of[i] = map.number(n);
      if (of[i] == list.size) {
        list.add(n);
      }
    }
    names = java.util.Arrays.copyOf(list.values, list.size);
  }

  int count() {
    return names.length;
  }

  /** Stirs two numbers into one of 64 bits. */
  static long mix(long a, long b) {
    long h = a * 0x9E3779B97F4A7C15L + b;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    h ^= h >>> 31;
    return h == Long.MIN_VALUE ? 1 : h;
  }

  /** 64 bits of a text (FNV-1a). */
  static long hash(String text) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001b3L;
    }
    return h;
  }

  /** The hash of each text of a vocabulary. */
  static long[] hashes(Codes codes) {
    long[] h = new long[codes.size()];
    for (int i = 0; i < h.length; i++) {
      h[i] = hash(codes.text(i));
    }
    return h;
  }

  private static final class Longs {
    long[] values = new long[64];
    int size;

    void add(long value) {
      if (size == values.length) {
        values = java.util.Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }
  }
}
