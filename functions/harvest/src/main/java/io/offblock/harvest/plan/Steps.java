package io.offblock.harvest.plan;

import java.util.Base64;
import java.util.BitSet;

/**
 * Steps of a board's local time, as bits from a first one on. Those before the first are as if they
 * were all there: they are long past, and nobody has to read them. Not safe for threads.
 */
final class Steps {
  /** The first step of a set that never had any. */
  static final int NONE = Integer.MIN_VALUE;

  /** Two days: what is added first is not the earliest that will be. */
  private static final int AHEAD = 2 * 24 * 60 / Discovery.STEP;

  private final BitSet bits = new BitSet();
  private int base = NONE;

  boolean has(int step) {
    return base != NONE && (step < base || bits.get(step - base));
  }

  /** Adds a step; true where it was not there. */
  boolean add(int step) {
    if (base == NONE) {
      base = step - AHEAD;
    }
    boolean added = !has(step);
    if (added) {
      bits.set(step - base);
    }
    return added;
  }

  void remove(int step) {
    if (base != NONE && step >= base) {
      bits.clear(step - base);
    }
  }

  /** From a step on it stays as it is. */
  void forgetBefore(int step) {
    if (base == NONE || step <= base) {
      return;
    }
    BitSet kept = bits.get(step - base, Math.max(step - base, bits.length()));
    bits.clear();
    bits.or(kept);
    base = step;
  }

  /** The step that the first bit of the text stands for. */
  int base() {
    return base;
  }

  String text() {
    return Base64.getEncoder().encodeToString(bits.toByteArray());
  }

  /** Adds another set, by its first step and its text. */
  void add(int otherBase, String text) {
    if (otherBase == NONE) {
      return;
    }
    BitSet other = BitSet.valueOf(Base64.getDecoder().decode(text));
    if (base == NONE) {
      base = otherBase;
    }
    for (int b = other.nextSetBit(0); b >= 0; b = other.nextSetBit(b + 1)) {
      add(otherBase + b);
    }
  }
}
